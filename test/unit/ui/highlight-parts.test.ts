import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { needlesOf } from "../../../app/(frame)/p/[portalKey]/log/_ui/needles.ts";
import { highlightParts } from "../../../app/_ui/marks/highlight-parts.ts";

const marked = (text: string, needles: string[]) =>
  highlightParts(text, needles).map(({ text: part, isMatch }) => (isMatch ? `[${part}]` : part));

describe("what is searched for in a text", () => {
  test("is marked wherever it stands, small or capital, also in Russian", () => {
    expect(marked("Anna ANNA Joanna", ["anna"]).join("")).toBe("[Anna] [ANNA] Jo[anna]");
    expect(marked("Вход: ПЁТР", ["пётр"]).join("")).toBe("Вход: [ПЁТР]");
  });

  test("is one mark where two needles overlap", () => {
    expect(marked("abcdef", ["abc", "cd"])).toEqual(["[abcd]", "ef"]);
  });

  test("is taken as it is: no character of it means anything", () => {
    expect(marked("50% (a.b)", ["%", "(a.b)"]).join("")).toBe("50[%] [(a.b)]");
  });

  test("leaves a text whose letters fold into several unmarked", () => {
    expect(marked("plain", [""])).toEqual(["plain"]);
  });

  test("never changes the text", () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string(), { maxLength: 3 }), (text, needles) => {
        const parts = highlightParts(text, needles);
        expect(parts.map((part) => part.text).join("")).toBe(text);
      }),
    );
  });
});

describe("the texts of a query", () => {
  test("are its words and the texts of its text fields", () => {
    expect(needlesOf('office "two words" desc:disk uri:/crm/* type:USER_LOGIN')).toEqual([
      "office",
      "two words",
      "disk",
      "/crm/",
    ]);
  });

  test("are not those it excludes", () => {
    expect(needlesOf("office -secret NOT desc:disk")).toEqual(["office"]);
  });
});
