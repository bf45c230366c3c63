import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import en from "../../../app/_ui/i18n/messages/en.json" with { type: "json" };
import first from "../../../app/_ui/i18n/first-texts.json" with { type: "json" };

const app = join(import.meta.dirname, "../../../app");
const BEGIN = [
  "(frame)/denied/page.tsx",
  "page.tsx",
  "not-found.tsx",
  "_ui/states/crash-page.client.tsx",
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

const USE = /(?:const (\w+)[^=;]* = )?useTranslations(?:<[^>]*>)?\(["`]([\w.]+)/g;

/** Names of texts and of parts of them, as far as the files tell. */
function textsOf(files: Iterable<string>): Map<string, string> {
  const used = new Map<string, string>();
  for (const file of files) {
    const source = readFileSync(file, "utf8");
    for (const [, own, part = ""] of source.matchAll(USE)) {
      for (const name of isFirst(part) ? [part] : namesIn(source, { own, part })) {
        used.set(name, file);
      }
    }
  }
  return used;
}

/** Of a part that is not listed as a whole each single text counts; one whose name is made up counts as the whole. */
function namesIn(
  source: string,
  { own, part }: { own: string | undefined; part: string },
): string[] {
  const calls =
    own === undefined ? [] : [...source.matchAll(new RegExp(`\\b${own}\\(([^)]*)`, "g"))];
  const names = calls.map(([, given = ""]) => {
    const texts = [...given.matchAll(/["`](\w+)/g)].map(([, name]) => `${part}.${name}`);
    return texts.length === 0 ? [part] : texts;
  });
  return names.length === 0 ? [part] : names.flat();
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

  test("are all there are on pages without a session, so nothing there waits for others", () => {
    const alone = comeWith(["(frame)/denied/page.tsx", "page.tsx", "not-found.tsx"]);
    const waiting = [...alone].filter((file) => /\blater\(/.test(readFileSync(file, "utf8")));

    expect(waiting.map((file) => relative(app, file))).toEqual([]);
    expect(alone.size).toBeGreaterThan(10);
  });

  test("are parts of the texts", () => {
    const partOf = (name: string) =>
      name
        .split(".")
        .reduce((texts: unknown, part) => new Map(Object.entries(texts ?? {})).get(part), en);

    expect(first.filter((name) => partOf(name) === undefined)).toEqual([]);
  });
});
