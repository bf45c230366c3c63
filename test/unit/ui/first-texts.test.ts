import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import en from "../../../app/_ui/i18n/messages/en.json" with { type: "json" };
import first from "../../../app/_ui/i18n/first-texts.json" with { type: "json" };

const app = join(import.meta.dirname, "../../../app");
const BEGIN = [
  "(frame)/p/[portalKey]/layout.tsx",
  "(frame)/p/[portalKey]/log/_ui/log-page.client.tsx",
];

/** Files that come with these, without what is imported only when it is needed. */
function comeWith(begin: string[]): Set<string> {
  const found = new Set<string>();
  const visit = (file: string) => {
    if (found.has(file) || !existsSync(file)) return;
    found.add(file);
    const imports = readFileSync(file, "utf8").matchAll(
      /^(?:import|export) (?!type)[^;]*? from "(\.[^"]+)";/gm,
    );
    for (const [, path = ""] of imports) visit(join(dirname(file), path));
  };
  for (const file of begin) visit(join(app, file));
  return found;
}

function textsOf(files: Iterable<string>): Map<string, string> {
  const used = new Map<string, string>();
  for (const file of files) {
    const uses = readFileSync(file, "utf8").matchAll(/useTranslations(?:<[^>]*>)?\(["`]([\w.]+)/g);
    for (const [, name = ""] of uses) used.set(name, file);
  }
  return used;
}

/** Listed itself, or with a part that it is in. */
function isFirst(name: string): boolean {
  const parts = name.split(".");
  return parts.some((_, index) => first.includes(parts.slice(0, index + 1).join(".")));
}

describe("the texts of the first script", () => {
  const files = comeWith(BEGIN);

  test("are those that the log's page draws before anything else is loaded", () => {
    const missing = [...textsOf(files)].filter(([name]) => !isFirst(name));

    expect(missing).toEqual([]);
    expect(files.size).toBeGreaterThan(100);
  });

  test("are parts of the texts", () => {
    const partOf = (name: string) =>
      name
        .split(".")
        .reduce((texts: unknown, part) => new Map(Object.entries(texts ?? {})).get(part), en);

    expect(first.filter((name) => partOf(name) === undefined)).toEqual([]);
  });
});
