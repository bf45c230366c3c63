import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import en from "../../../app/_ui/i18n/messages/en.json" with { type: "json" };
import first from "../../../app/_ui/i18n/first-texts.json" with { type: "json" };
import { drawnTexts, textsIn } from "../../support/drawn-texts.ts";

const app = join(import.meta.dirname, "../../../app");
const ALONE = ["(frame)/denied/page.tsx", "page.tsx", "not-found.tsx"];
const BEGIN = [
  ...ALONE,
  "_ui/states/crash-page.client.tsx",
  "(frame)/p/[portalKey]/layout.tsx",
  "(frame)/p/[portalKey]/log/_ui/log-page.client.tsx",
  // It comes by itself, and is drawn as soon as it is there.
  "(frame)/p/[portalKey]/log/_ui/query-parts.ts",
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

/** Listed itself, or with a part that it is in. */
function isFirst(name: string): boolean {
  const parts = name.split(".");
  return parts.some((_, index) => first.includes(parts.slice(0, index + 1).join(".")));
}

describe("the texts of the first script", () => {
  const files = comeWith(BEGIN);
  const drawn = [...files].flatMap((file) =>
    drawnTexts(file).map((name) => ({ name, file: relative(app, file) })),
  );

  test("are those that the log's page draws before anything else is loaded", () => {
    const missing = drawn.filter(({ name }) => !isFirst(name));

    expect(missing).toEqual([]);
    expect(BEGIN.filter((file) => !existsSync(join(app, file)))).toEqual([]);
    expect(files.size).toBeGreaterThan(100);
    expect(drawn.length).toBeGreaterThan(50);
  });

  test("are none that only parts loaded later draw", () => {
    const isDrawn = (listed: string) =>
      drawn.some(({ name }) => `${name}.`.startsWith(`${listed}.`));

    expect(first.filter((listed) => !isDrawn(listed))).toEqual([]);
  });

  test("are all there are on pages without a session, so nothing there waits for others", () => {
    const alone = comeWith(ALONE);
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

describe("what a file draws", () => {
  const inside = (lines: string) => textsIn(`function Part() { ${lines} }`);

  test("is told by the names it asks for", () => {
    expect(
      inside('const t = useTranslations("a.b"); return [t("c"), t("d.e", { n: f("x") })];'),
    ).toEqual(["a.b.c", "a.b.d.e"]);
    expect(inside('return useTranslations("a")("b");')).toEqual(["a.b"]);
  });

  test("is both of a choice", () => {
    expect(
      inside('const t = useTranslations("a"); return t(is(1) ? "b" : ok ? "c" : "d");'),
    ).toEqual(["a.b", "a.c", "a.d"]);
  });

  test("is the whole part where a name is made up", () => {
    expect(inside('const t = useTranslations("a"); return t(name);')).toEqual(["a"]);
    expect(inside('const t = useTranslations("a"); return t(is ? "b" : name);')).toEqual([
      "a.b",
      "a",
    ]);
    expect(inside('const t = useTranslations("a"); return t(`${kind}.title`);')).toEqual(["a"]);
    expect(inside('const t = useTranslations("a"); return t(`b${kind}`);')).toEqual(["a"]);
    expect(inside('const t = useTranslations("a"); return t(`b.c.${kind}`);')).toEqual(["a.b.c"]);
  });

  test("is the whole part where somebody else asks", () => {
    expect(inside('const t = useTranslations("a"); return draw({ t }, t("b"));')).toEqual([
      "a",
      "a.b",
    ]);
    expect(inside('const t = useTranslations("a"); return <Part t={t} />;')).toEqual(["a"]);
    expect(inside('const t = useTranslations("a"); return t.has("b");')).toEqual(["a"]);
    expect(inside('return useTranslations("a");')).toEqual(["a"]);
  });

  test("is not what a hook only depends on", () => {
    expect(inside('const t = useTranslations("a"); return useMemo(() => t("b"), [t]);')).toEqual([
      "a.b",
    ]);
  });

  test("is told apart from what another function of the file asks for by the same name", () => {
    const source = `
      function One() { const t = useTranslations("a"); return t("b"); }
      function Two() { const t = useTranslations("c"); return t("d"); }`;

    expect(textsIn(source)).toEqual(["a.b", "c.d"]);
  });
});
