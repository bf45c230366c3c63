import { describe, expect, test } from "vitest";
import { evaluate, fold, parseQuery } from "../../../lib/filter/index.ts";
import type { EntryRow } from "../../../lib/filter/index.ts";
import { evaluateContext, makeEntry } from "./entry.ts";

function found(text: string, values: Partial<EntryRow>): boolean {
  const read = parseQuery(text);
  expect(read.ok).toBe(true);
  return read.ok && evaluate(read.query, makeEntry(values), evaluateContext);
}

const json = (value: unknown) => ({ decoded: { text: "", json: value } });

describe("evaluate", () => {
  test.each<[string, Partial<EntryRow>, boolean]>([
    ["ПЕТРОВА", { userId: 1 }, true],
    ["sign-in", {}, true],
    ["user_log", {}, true],
    ["203.0.113", {}, true],
    ["hidden", { description: "==aGlkZGVu", decoded: { text: "hidden", json: null } }, true],
    ['"a  b"', { description: "A  B" }, true],
    ['"a b"', { description: "A  B" }, false],
    ["a*c", { description: "xx a b c xx" }, true],
    ["100%", { description: "1000" }, false],
  ])("finds the word %s in %j: %s", (text, values, isFound) => {
    expect(found(text, values)).toBe(isFound);
  });

  test.each<[string, Partial<EntryRow>, boolean]>([
    ["type:user_login", {}, true],
    ["type:USER", {}, false],
    ["type:USER_*", {}, true],
    ["uri:auth", {}, true],
    ["uri:auth*", {}, false],
    ["uri:/auth*", {}, true],
    ["user:1", { userId: 1 }, true],
    ["user:1", { userId: 11 }, false],
    ["user:анна", { userId: 1 }, true],
    ["user:анна", {}, false],
    ["-user:1", {}, true],
    ["id:>16", {}, true],
    ["id:[18 TO 20]", {}, false],
    ["id:9007199254740993", { id: "9007199254740993" }, true],
    ["id:9007199254740993", { id: "9007199254740992" }, false],
    ["ip:203.0.113.0/24", {}, true],
    ["ip:10.0.0.0/8", {}, false],
    ["ip:10.0.0.0/8", { remoteAddr: "::ffff:10.1.2.3" }, true],
    ["ip:public", {}, true],
    ["ip:public", { remoteAddr: "" }, false],
    ["-ip:public", { remoteAddr: "" }, true],
    ["ip:private", { remoteAddr: "fe80::1" }, true],
    ["ip:203.*", {}, true],
    ["ip:[203.0.113.1 TO 203.0.113.9]", {}, true],
  ])("%s on %j: %s", (text, values, isFound) => {
    expect(found(text, values)).toBe(isFound);
  });

  test.each<[string, Partial<EntryRow>, boolean]>([
    ["item:*", { itemId: "UNKNOWN" }, false],
    ["item:*", { itemId: "0" }, false],
    ["item:*", { itemId: "" }, false],
    ["item:*", { itemId: "5" }, true],
    ["item:UNKNOWN", { itemId: "UNKNOWN" }, true],
    ["-user:*", { userId: 0 }, true],
    ["-user:*", { userId: null }, true],
    ["-user:*", { userId: 3 }, false],
    ["ua:*", { userAgent: null }, false],
    ["-desc:*", { description: "" }, true],
    ["time:*", {}, true],
  ])("tells empty values: %s on %j: %s", (text, values, isFound) => {
    expect(found(text, values)).toBe(isFound);
  });

  test.each<[string, unknown, boolean]>([
    ["json.a:X", { a: "x" }, true],
    ["json.a:x", { a: "xy" }, false],
    ["json.a:x*", { a: "xy" }, true],
    ["json.a.b:1", { a: { b: 1 } }, true],
    ["json.a:2", { a: [2, 3, 1] }, true],
    ["json.a.0:2", { a: [2, 3, 1] }, true],
    ["json.a.-1:1", { a: [2, 3, 1] }, true],
    ["json.a:>4", { a: "5" }, true],
    ["json.a:>4", { a: "5x" }, false],
    ["json.a:true", { a: true }, true],
    ["json.a:*", { a: null }, false],
    ["json.a:*", { a: {} }, true],
    ["-json.a:*", {}, true],
    ["json.constructor:*", {}, false],
    ["json.a:1000000000000000000000", { a: 1e21 }, true],
    ["json.a:0.0000015", { a: 1.5e-6 }, true],
    ["request:abc-0", { requestId: "ABC-0" }, true],
  ])("%s on %j: %s", (text, value, isFound) => {
    expect(found(text, json(value))).toBe(isFound);
  });

  test("meets everything without a query", () => {
    expect(evaluate(null, makeEntry({}), evaluateContext)).toBe(true);
  });
});

describe("fold", () => {
  test("makes small letters one by one, as the database does", () => {
    expect(fold("ΣΑΣ İI ß ЁЖ \u{10400}")).toBe("σασ ii ß ёж \u{10428}");
  });

  test("keeps only what the database can store", () => {
    expect(fold("a\0\ud800")).toBe("a\ufffd\ufffd");
  });
});
