import { describe, expect, test } from "vitest";
import {
  completionAt,
  ENTRY_FIELDS,
  faultSentence,
  fieldNames,
  parseQuery,
} from "../../../lib/filter/index.ts";

/** `|` is the caret. */
function at(marked: string) {
  const caret = marked.indexOf("|");
  return completionAt(marked.replace("|", ""), caret);
}

const SIGNS = [">", ">=", "<", "<="];

describe("completionAt", () => {
  test.each([
    ["|", { kind: "field", prefix: "", at: { start: 0, end: 0 } }],
    ["ty|", { kind: "field", prefix: "ty", at: { start: 0, end: 2 } }],
    ["a ty|pe", { kind: "field", prefix: "ty", at: { start: 2, end: 6 } }],
    ["a | b", { kind: "field", prefix: "", at: { start: 2, end: 2 } }],
    ["-(ty|", { kind: "field", prefix: "ty", at: { start: 2, end: 4 } }],
    ["type:|", { kind: "value", prefix: "", at: { start: 5, end: 5 }, signs: [] }],
    ["type:US|ER x", { kind: "value", prefix: "US", at: { start: 5, end: 9 } }],
    ["type:A,B|", { kind: "value", prefix: "B", at: { start: 7, end: 8 } }],
    ["type:A,|", { kind: "value", prefix: "", at: { start: 7, end: 7 } }],
    ["type:(A OR B|", { kind: "value", prefix: "B", at: { start: 11, end: 12 } }],
    ['user:"Anna P|', { kind: "value", prefix: "Anna P", at: { start: 5, end: 12 } }],
    ["time:|", { kind: "value", prefix: "", at: { start: 5, end: 5 }, signs: SIGNS }],
    ["time:>|", { kind: "value", prefix: "", at: { start: 6, end: 6 }, signs: [] }],
    ["time:=|", { kind: "operator", prefix: "=", at: { start: 5, end: 6 }, signs: SIGNS }],
    ["time:>now-|", { kind: "value", prefix: "now-", at: { start: 6, end: 10 } }],
    ["id:[1 TO 2|", { kind: "value", prefix: "2", at: { start: 9, end: 10 } }],
    ["json.a.b|", { kind: "path", prefix: "a.b", at: { start: 5, end: 8 } }],
    ["json.a:x|", { kind: "value", path: ["a"], prefix: "x", at: { start: 7, end: 8 } }],
  ])("%s", (marked, expected) => {
    expect(at(marked)).toMatchObject(expected);
  });

  test("names the field whose value is typed", () => {
    expect(at("auditTypeId:US|")).toMatchObject({ field: { name: "type", kind: "code" } });
  });

  test("takes any caret", () => {
    expect(completionAt("abc", 99)).toMatchObject({ prefix: "abc" });
    expect(completionAt("abc", -1)).toMatchObject({ prefix: "" });
  });
});

describe("the field table", () => {
  test("gives each field names of its own", () => {
    const names = ENTRY_FIELDS.flatMap(fieldNames).map((name) => name.toLowerCase());

    expect(new Set(names).size).toBe(names.length);
  });
});

describe("faults", () => {
  test("are told in both languages", () => {
    const read = parseQuery("tpye:x");
    const [fault] = read.ok ? [] : read.faults;

    expect(fault && faultSentence(fault, "en")).toMatch(/no such field/);
    expect(fault && faultSentence(fault, "ru")).toMatch(/Такого поля нет/);
  });
});
