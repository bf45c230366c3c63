import { describe, expect, test } from "vitest";
import { decodeDescription, descriptionText } from "../../../lib/archive/shared.ts";

const base64 = (text: string): string => `==${Buffer.from(text).toString("base64")}`;

describe("a description", () => {
  test.each<[string | null, unknown]>([
    [null, { kind: "empty", value: null }],
    ["", { kind: "empty", value: null }],
    ['{"a":[1,"б"]}', { kind: "json", value: { a: [1, "б"] } }],
    ["[]", { kind: "json", value: [] }],
    [
      '{"id":12345678901234567890,"n":1.5}',
      { kind: "json", value: { id: "12345678901234567890", n: 1.5 } },
    ],
    ["[site] /path", { kind: "text", value: "[site] /path" }],
    ['{"cut":"off', { kind: "text", value: '{"cut":"off' }],
    [
      'a:2:{s:2:"ID";i:10;s:4:"NAME";s:4:"Test";}',
      { kind: "php", value: { ID: 10, NAME: "Test" } },
    ],
    ['a:2:{i:0;s:8:"Анна";i:1;b:1;}', { kind: "php", value: ["Анна", true] }],
    ['s:7:"€\u{1F600}";', { kind: "php", value: "€\u{1F600}" }],
    ['s:3:"\ud800";', { kind: "php", value: "\ufffd" }],
    ['s:4:"\ufeffa";', { kind: "php", value: "\ufeffa" }],
    ['s:2:"€";', { kind: "text", value: 's:2:"€";' }],
    ['s:3:"\u{1F600}";', { kind: "text", value: 's:3:"\u{1F600}";' }],
    ["i:9223372036854775807;", { kind: "php", value: "9223372036854775807" }],
    ["d:0.5;", { kind: "php", value: 0.5 }],
    ["N;", { kind: "php", value: null }],
    [
      'a:1:{s:9:"__proto__";i:1;}',
      { kind: "php", value: JSON.parse('{"__proto__":1}') as unknown },
    ],
    ['O:8:"stdClass":0:{}', { kind: "text", value: 'O:8:"stdClass":0:{}' }],
    ['a:1:{i:0;O:8:"stdClass":0:{}}', { kind: "text", value: 'a:1:{i:0;O:8:"stdClass":0:{}}' }],
    ['s:99:"short";', { kind: "text", value: 's:99:"short";' }],
    ["i:1;trailing", { kind: "text", value: "i:1;trailing" }],
    [base64("<b>Привет</b>"), { kind: "base64", value: "<b>Привет</b>" }],
    ["==<script>alert(1)</script>", { kind: "text", value: "==<script>alert(1)</script>" }],
    ["==/////w==", { kind: "text", value: "==/////w==" }],
    ["/bitrix/admin/?a=1", { kind: "url", value: "/bitrix/admin/?a=1" }],
    ["https://example.com/x", { kind: "url", value: "https://example.com/x" }],
    ["one<br>two<BR />\r\nthree\r\nfour", { kind: "text", value: "one\ntwo\nthree\nfour" }],
    ["<b>not</b> rendered\u0000", { kind: "text", value: "<b>not</b> rendered\u0000" }],
  ])("is found out: %j", (given, expected) => {
    expect(decodeDescription(given)).toEqual(expected);
  });

  test("that is nested too deep is text", () => {
    expect(decodeDescription("[".repeat(101) + "]".repeat(101)).kind).toBe("text");
    expect(decodeDescription("[".repeat(100) + "]".repeat(100)).kind).toBe("json");
    expect(decodeDescription(`${"a:1:{i:0;".repeat(60)}i:1;${"}".repeat(60)}`).kind).toBe("text");
  });

  test("can be searched as one text", () => {
    expect(descriptionText(decodeDescription('{"a":"\\u0430"}'))).toBe('{"a":"а"}');
    expect(descriptionText(decodeDescription(null))).toBe("");
  });
});
