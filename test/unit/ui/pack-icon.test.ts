import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const require = createRequire(import.meta.url);
const pack = require("../../../app/_ui/icons/pack-icon.cjs") as (
  this: { resourcePath: string },
  source: string,
) => string;
const folder = join(require.resolve("lucide-react"), "../../esm/icons");

function packed(name: string): string {
  const file = join(folder, `${name}.mjs`);
  return pack.call({ resourcePath: file }, readFileSync(file, "utf8"));
}

/** An icon of these shapes, in the form of the package's files. */
function linesOf(...node: [string, Record<string, string>][]): string | undefined {
  const data = JSON.stringify({ name: "own", size: 24, node }, null, 2);
  const source = pack.call(
    { resourcePath: join(folder, "own.mjs") },
    `const __iconData = ${data};`,
  );
  return /drawIcon\("(.*)"\)/.exec(source)?.[1];
}

describe("an icon of the pages", () => {
  test("is the lines of its shapes, each from a place of its own", () => {
    expect(packed("x")).toContain('drawIcon("M18 6 6 18M6 6l12 12")');
    expect(linesOf(["path", { d: "m14.305 19.53.923-.382" }], ["path", { d: "m3 4v5" }])).toBe(
      "M14.305 19.53l.923-.382M3 4v5",
    );
  });

  test("has lines for each kind of shape", () => {
    expect(linesOf(["circle", { cx: "18", cy: "18", r: "3" }])).toBe(
      "M15 18a3 3 0 1 0 6 0a3 3 0 1 0 -6 0",
    );
    expect(linesOf(["rect", { width: "8", height: "4", x: "2", y: "3", rx: "1" }])).toBe(
      "M3 3h6a1 1 0 0 1 1 1v2a1 1 0 0 1 -1 1h-6a1 1 0 0 1 -1 -1v-2a1 1 0 0 1 1 -1z",
    );
    expect(linesOf(["line", { x1: "1", x2: "3", y1: "2", y2: "4" }])).toBe("M1 2L3 4");
    expect(linesOf(["polygon", { points: "1 2 3 4" }])).toBe("M1 2 3 4Z");
  });

  test("stays as it comes where it is more than lines", () => {
    expect(linesOf(["circle", { cx: "7", cy: "7", r: ".5", fill: "currentColor" }])).toBe(
      undefined,
    );
    expect(packed("key-round")).toContain("createLucideIcon");
  });

  test("is packed, but for one that comes only with the refusal it stands for", () => {
    const names = new Map(
      [
        ...readFileSync(join(folder, "../lucide-react.mjs"), "utf8").matchAll(
          /^export \{(.*)\} from '\.\/icons\/(.*)\.mjs'/gm,
        ),
      ].flatMap(([, list = "", file = ""]) =>
        [...list.matchAll(/default as (\w+)/g)].map(([, name = ""]) => [name, file] as const),
      ),
    );
    const used = globSync("app/**/*.tsx").flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/import \{([^}]*)\} from "lucide-react"/g)].flatMap(
        ([, list = ""]) => list.split(",").map((name) => name.trim().split(" ")[0] ?? ""),
      ),
    );
    const files = [...new Set(used)].flatMap((name) => names.get(name) ?? []);

    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((file) => !packed(file).includes("drawIcon("))).toEqual(["key-round"]);
  });
});
