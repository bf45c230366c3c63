import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeDescription, parseEntry } from "../../../../lib/archive/index.ts";
import { builtInMasks } from "../../../../lib/archive/store/built-in-masks.ts";
import {
  compileMasks,
  maskEntryText,
  MaskRuleList,
  type MaskRule,
} from "../../../../lib/b24/index.ts";
import { findLiteral } from "../../../../lib/b24/find-literal.ts";
import { unescapedView } from "../../../../lib/b24/unescape-view.ts";

const key = (value: string): MaskRule => ({ kind: "key", value });
const literal = (value: string): MaskRule => ({ kind: "text", value });

function mask(rules: MaskRule[], text: string, field = "description"): string {
  return maskEntryText({ auditTypeId: "X", field, text, extra: compileMasks(rules) });
}

function php(value: Record<string, string | number>): string {
  const size = (text: string) => Buffer.byteLength(text);
  const parts = Object.entries(value).map(([name, item]) => {
    const text = typeof item === "number" ? `i:${item};` : `s:${size(item)}:"${item}";`;
    return `s:${size(name)}:"${name}";${text}`;
  });
  return `a:${parts.length}:{${parts.join("")}}`;
}

describe("a rule for a name", () => {
  const rules = [key("client_name"), key("имя")];

  test.each([
    ['{"client_name":"Ivan","a":1}', '{"client_name":"***","a":1}'],
    ['{"CLIENT-NAME":"Ivan"}', '{"CLIENT-NAME":"***"}'],
    ['{"client_name":{"a":[1]},"b":2}', '{"client_name":"***","b":2}'],
    ['{"client_name":5}', '{"client_name":"***"}'],
    ['{"имя":"Ivan"}', '{"имя":"***"}'],
    ['{"\\u0438\\u043c\\u044f":"Ivan"}', '{"\\u0438\\u043c\\u044f":"***"}'],
    ['{"a":"{\\"client_name\\":\\"Ivan\\"}"}', '{"a":"{\\"client_name\\":\\"***\\"}"}'],
    ["saved client_name=Ivan; done", "saved client_name=*** done"],
    ["client_name: Ivan Petrov, 5", "client_name: ***, 5"],
    ["Имя: Иван Петров\nstep 2", "Имя: ***\nstep 2"],
    ["имя=Иван&b=1", "имя=***&b=1"],
    ["[client_name] => Ivan\n[b] => 1", "[client_name] => ***\n[b] => 1"],
    ["[имя] => Иван\n[b] => 1", "[имя] => ***\n[b] => 1"],
    ["other_client_name_id: 5", "other_client_name_id: 5"],
    ["the client_name is missing", "the client_name is missing"],
  ])("masks the value in %j", (text, masked) => {
    expect(mask(rules, text)).toBe(masked);
    expect(mask(rules, masked)).toBe(masked);
  });

  test.each([
    ["/x/?client_name=Ivan&b=1", "/x/?client_name=***&b=1"],
    ["/x/?a=1&client_name[]=Ivan", "/x/?a=1&client_name[]=***"],
    ["/x/?%D0%B8%D0%BC%D1%8F=%D0%98&b=1", "/x/?%D0%B8%D0%BC%D1%8F=***&b=1"],
    ["/x/?back=%2Fy%3Fclient_name%3DIvan%26b%3D1", "/x/?back=%2Fy%3Fclient_name%3D***%26b%3D1"],
  ])("masks the value in the address %s", (text, masked) => {
    expect(mask(rules, text, "requestUri")).toBe(masked);
  });

  test("keeps the sizes that PHP states", () => {
    const masked = mask(rules, php({ client_name: "Иван", имя: "Пётр", a: 1 }));

    expect(decodeDescription(masked)).toEqual({
      kind: "php",
      value: { client_name: "***", имя: "***", a: 1 },
    });
  });

  test("holds in base64 and in all fields of an entry", () => {
    const text = `==${Buffer.from('{"client_name":"Ivan"}').toString("base64")}`;
    const entry = parseEntry(
      {
        id: 1,
        itemId: "client_name=Ivan",
        userAgent: "client_name: Ivan",
        requestUri: "/?client_name=Ivan",
        description: text,
      },
      compileMasks(rules),
    );

    expect(JSON.stringify(entry)).not.toContain("Ivan");
    expect(decodeDescription(entry.description).value).toBe('{"client_name":"***"}');
  });
});

describe("a rule for a text", () => {
  const rules = [literal("Проект Х"), literal("ab*yz"), literal("+7 9*"), literal("1234567")];

  test.each([
    ["see проект х now", "see *** now"],
    ['{"a":"Проект Х","b":1}', '{"a":"***","b":1}'],
    ['{"a":"\\u041f\\u0440\\u043e\\u0435\\u043a\\u0442 \\u0425!"}', '{"a":"***!"}'],
    ['{"a":"{\\"b\\":\\"\\\\u041f\\u0440оект Х\\"}"}', '{"a":"{\\"b\\":\\"***\\"}"}'],
    ["xxabcdyzxx abyz", "xx***xx ***"],
    ["ab\nyz", "ab\nyz"],
    ['{"a":"ab","b":"yz"}', '{"a":"ab","b":"yz"}'],
    ['{"phone":"+7 900 123-45-67","n":1}', '{"phone":"***","n":1}'],
    ['{"n":1234567,"m":[81234567.5]}', '{"n":"***","m":["***"]}'],
    ["n:1234567,", "n:***,"],
    ["&quot;Проект&nbsp;Х&quot;", "&quot;***&quot;"],
  ])("masks it in %j", (text, masked) => {
    expect(mask(rules, text)).toBe(masked);
    expect(mask(rules, masked)).toBe(masked);
  });

  test("masks it in addresses with percent signs", () => {
    const uri = `/crm/?q=${encodeURIComponent("Проект Х")}&next=${encodeURIComponent(
      encodeURIComponent("(проект х)"),
    )}`;

    expect(mask(rules, uri, "requestUri")).toBe("/crm/?q=***&next=(***)");
  });

  test("keeps the sizes that PHP states, also of numbers", () => {
    const masked = mask(rules, php({ a: "Это Проект Х!", n: 1234567, b: 2 }));

    expect(decodeDescription(masked).value).toEqual({ a: "Это ***!", n: "***", b: 2 });
  });

  test("masks what two rules overlap in once", () => {
    expect(mask([literal("abcd"), literal("cdef")], "xabcdefx")).toBe("x***x");
  });
});

describe("finding a text with stars", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", '"'), maxLength: 30 });
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*"), minLength: 1, maxLength: 5 });

  test("finds what an expression finds", () => {
    fc.assert(
      fc.property(letters, pattern, (text, star) => {
        const pieces = star.replace(/\*+/g, "*").split("*");
        fc.pre(pieces.some((piece) => piece !== ""));
        fc.pre(pieces[0] !== "" && pieces.at(-1) !== "");
        const found = findLiteral(text, pieces).map(({ from, to }) => text.slice(from, to));
        const expected = text.match(new RegExp(pieces.join('[^"<>\\r\\n]*?'), "g")) ?? [];
        expect(found).toEqual([...expected]);
      }),
    );
  });

  test("takes time by the length alone", () => {
    const rules = [literal("aa*aa*b"), literal("*aaa*c*d"), key("aaa"), literal("a\\*b&#3")];
    const size = 1_000_000;
    for (const unit of ["a", "aaa=", "\\", "%25", "&#3", '"a', "?a=", "[1234567,", "aaa:aab<"]) {
      const started = performance.now();
      mask(rules, unit.repeat(size / unit.length));
      expect(performance.now() - started).toBeLessThan(15_000);
    }
  });
});

describe("a text without its escapes", () => {
  test("knows for each character where it stands", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (plain) => {
        for (const escaped of [JSON.stringify(JSON.stringify(plain)), encodeURIComponent(plain)]) {
          const view = unescapedView(escaped);
          if (view === null) continue;
          const rest = Array.from({ length: view.text.length }, (_, at) => [
            view.from[at] ?? -1,
            view.to[at] ?? -1,
          ]);
          for (const [from = -1, to = -1] of rest) expect(to).toBeGreaterThan(from);
          expect(rest.at(-1)?.[1]).toBe(escaped.length);
        }
        expect(unescapedView(encodeURIComponent(plain))?.text ?? plain).toBe(plain);
      }),
    );
  });
});

describe("rules that are saved", () => {
  test.each([
    [[key("a")]],
    [[key("--")]],
    [[literal("*")]],
    [[literal("a*b")]],
    [[literal("***abc")]],
    [[literal("x".repeat(101))]],
    [Array.from({ length: 51 }, (_, index) => key(`name${index}`))],
    [[{ kind: "regex", value: "abc" }]],
    [[{ ...key("abc"), more: 1 }]],
  ])("are refused when they would hide too much or cost too much: %j", (rules) => {
    expect(MaskRuleList.safeParse(rules).success).toBe(false);
  });

  test("are trimmed, and named once", () => {
    const saved = MaskRuleList.parse([key(" имя "), key("имя"), literal("a**bc")]);

    expect(saved).toEqual([key("имя"), literal("a*bc")]);
  });
});

describe("the rules that always hold", () => {
  test("are told in both languages with an example that they leave as it is", () => {
    for (const { title, example } of builtInMasks()) {
      expect(title.en).not.toBe("");
      expect(title.ru).not.toBe("");
      expect(mask([], example)).toBe(example);
      expect(example).toContain("***");
    }
  });

  test.each(
    builtInMasks()
      .filter(({ example }) => example !== "***")
      .map(({ example }) => [example]),
  )("mask a value in the place of the stars of %s", (example) => {
    const field = example.startsWith("/") ? "requestUri" : "description";

    expect(mask([], example.replaceAll("***", "s3cr3tvalue"), field)).toBe(example);
  });
});
