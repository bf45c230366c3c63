import { describe, expect, test } from "vitest";
import { parseQuery } from "../../../lib/filter/index.ts";
import type { Node, Test } from "../../../lib/filter/index.ts";

const word = (...pattern: string[]): Node => ({ kind: "text", pattern });
const field = (name: string, is: Test, path: string[] = []): Node => {
  return { kind: "field", field: name, path, test: is };
};
const equals = (...values: string[][]): Test => ({ kind: "equals", values });
const user = (id: string): Node => field("user", { kind: "userId", id });
const contains = (...pattern: string[]): Test => ({ kind: "contains", pattern });

function read(text: string): Node | null {
  const parsed = parseQuery(text);
  expect(parsed).toMatchObject({ ok: true });
  return parsed.ok ? parsed.query : null;
}

function faults(text: string) {
  const parsed = parseQuery(text);
  return parsed.ok ? [] : parsed.faults;
}

describe("words", () => {
  test.each<[string, Node | null]>([
    ["", null],
    ["   ", null],
    ["error", word("error")],
    ['"two words"', word("two words")],
    ["fail*in", word("fail", "in")],
    ["50% a_b ?", { kind: "and", items: [word("50%"), word("a_b"), word("?")] }],
    ["\\*", word("*")],
    ['\\"a', word('"a')],
    ["Bitrix\\Main", word("Bitrix\\Main")],
    ["foo(bar)", word("foo(bar)")],
    ["::1", word("::1")],
    ["http://a.example.com:80/", word("http://a.example.com:80/")],
    ["12:30", word("12:30")],
    ["foo:bar", word("foo:bar")],
    ['"type:A"', word("type:A")],
    ['"a"*"b c"', word("a", "b c")],
    ["-", word("-")],
    ["and or not", { kind: "and", items: [word("and"), word("or"), word("not")] }],
  ])("%j", (text, tree) => {
    expect(read(text)).toEqual(tree);
  });
});

describe("joints", () => {
  const [a, b, c] = [word("a"), word("b"), word("c")];

  test.each<[string, Node]>([
    ["a b", { kind: "and", items: [a, b] }],
    ["a AND b", { kind: "and", items: [a, b] }],
    ["a b OR c", { kind: "or", items: [{ kind: "and", items: [a, b] }, c] }],
    ["a (b OR c)", { kind: "and", items: [a, { kind: "or", items: [b, c] }] }],
    ["(a b) c", { kind: "and", items: [a, b, c] }],
    ["-a", { kind: "not", item: a }],
    ["NOT a", { kind: "not", item: a }],
    ["- a", { kind: "and", items: [word("-"), a] }],
    ["a-b", word("a-b")],
    ["-(a OR b)", { kind: "not", item: { kind: "or", items: [a, b] } }],
    ["NOT(a)", { kind: "not", item: a }],
    ["((a))", a],
    ["(foo(bar))", word("foo(bar)")],
  ])("%j", (text, tree) => {
    expect(read(text)).toEqual(tree);
  });
});

describe("values of fields", () => {
  test.each<[string, Node]>([
    ["type:USER_LOGIN", field("type", equals(["USER_LOGIN"]))],
    ["TYPE:USER_*", field("type", equals(["USER_", ""]))],
    ["auditTypeId:A,B", field("type", equals(["A"], ["B"]))],
    ['item:"a,b",c', field("item", equals(["a,b"], ["c"]))],
    ["uri:/crm/deal/?a=1:2", field("uri", contains("/crm/deal/?a=1:2"))],
    ["uri:a,b", field("uri", contains("a,b"))],
    ["desc:<br>", field("desc", contains("<br>"))],
    ["ua:[x", field("ua", contains("[x"))],
    ["item:*", field("item", { kind: "present" })],
    ["-item:*", { kind: "not", item: field("item", { kind: "present" }) }],
    ["item:\\*", field("item", equals(["*"]))],
    ["id:007,-5", field("id", { kind: "numbers", values: ["7", "-5"] })],
    ["user:5", field("user", { kind: "userId", id: "5" })],
    ["user:5,07", { kind: "or", items: [user("5"), user("7")] }],
    ["-user:5,7", { kind: "not", item: { kind: "or", items: [user("5"), user("7")] } }],
    ["user:5,x", field("user", { kind: "userName", pattern: ["5,x"] })],
    ['user:"5,7"', field("user", { kind: "userName", pattern: ["5,7"] })],
    ["user:user_5", field("user", { kind: "userId", id: "5" })],
    ['user:"user_5"', field("user", { kind: "userName", pattern: ["user_5"] })],
    ['user:"5"', field("user", { kind: "userName", pattern: ["5"] })],
    ["user:Анна*", field("user", { kind: "userName", pattern: ["Анна", ""] })],
    ["json.a.0:x,y", field("json", equals(["x,y"]), ["a", "0"])],
    ['json."a b"."c.d":x', field("json", equals(["x"]), ["a b", "c.d"])],
    ["json.parse", word("json.parse")],
    ["request:0fbd-0", field("request", equals(["0fbd-0"]))],
  ])("%j", (text, tree) => {
    expect(read(text)).toEqual(tree);
  });

  test("addresses are networks, kinds of address or texts", () => {
    const network = (text: string) => ({ kind: "network", network: text });

    expect(read('ip:10.0.0.0/8,2001:DB8::/32,::1,private,10.*,"no host"')).toMatchObject({
      test: {
        values: [
          network("10.0.0.0/8"),
          network("2001:db8::/32"),
          network("::1"),
          { kind: "scope", scope: "private" },
          { kind: "text", pattern: ["10.", ""] },
          { kind: "text", pattern: ["no host"] },
        ],
      },
    });
  });

  test("comparisons and ranges follow the kind of the field", () => {
    expect(read("id:>=5")).toMatchObject({
      test: { kind: "compare", op: ">=", bound: { kind: "number", value: "5" } },
    });
    expect(read("id:[1 TO 9]")).toMatchObject({
      test: { kind: "range", from: { value: "1" }, to: { value: "9" } },
    });
    expect(read("time:>2026-11-01T10:00")).toMatchObject({
      test: { kind: "compare", op: ">", bound: { kind: "moment", value: { kind: "calendar" } } },
    });
    expect(read("ip:[10.0.0.1 TO 10.0.0.9]")).toMatchObject({ test: { kind: "range" } });
    expect(read("json.n:>1.50")).toMatchObject({ test: { bound: { value: "1.5" } } });
  });

  test("a bracket after the colon holds several of them", () => {
    expect(read("type:(A OR -B*)")).toEqual({
      kind: "or",
      items: [
        field("type", equals(["A"])),
        { kind: "not", item: field("type", equals(["B", ""])) },
      ],
    });
    expect(read("desc:(a item:5)")).toEqual({
      kind: "and",
      items: [field("desc", contains("a")), field("desc", contains("item:5"))],
    });
  });
});

describe("faults", () => {
  test.each([
    ["tpye:A", "unknown_field", 0, 4, "type"],
    ["a severty:A", "unknown_field", 2, 9, "sev"],
    ["id:=>5", "unknown_operator", 3, 5, ">="],
    ["type:>5", "operator_not_allowed", 5, 7, '">5"'],
    ["item:[1 TO 2]", "operator_not_allowed", 5, 7, '"[1"'],
    ["id:1*", "operator_not_allowed", 3, 5, undefined],
    ["type:", "value_missing", 4, 5, ":*"],
    ["type: a", "value_missing", 4, 5, ":*"],
    ['desc:""', "value_missing", 5, 7, undefined],
    ["type:A,", "value_missing", 5, 7, undefined],
    ["json:x", "path_missing", 0, 5, "json.key:"],
    ["id:x", "not_a_number", 3, 4, undefined],
    ["id:9223372036854775808", "not_a_number", 3, 22, undefined],
    ["id:>x", "not_a_number", 4, 5, undefined],
    ["time:31.02", "not_a_time", 5, 10, undefined],
    ["ip:10.0.0.0/33", "not_an_address", 3, 14, undefined],
    ["id:[1 2]", "bad_range", 3, 8, undefined],
    ["ip:[10.0.0.1 TO ::1]", "bad_range", 3, 20, undefined],
    ['a "b', "unclosed_quote", 2, 4, undefined],
    ["(a", "unclosed_group", 0, 2, undefined],
    ["a )", "unmatched_bracket", 2, 3, "\\)"],
    ["()", "empty_group", 0, 2, undefined],
    ["a OR", "operand_missing", 2, 4, undefined],
    ["OR a", "operand_missing", 0, 2, undefined],
    ["a AND OR b", "operand_missing", 2, 5, undefined],
    ["a AND AND b", "operand_missing", 6, 9, undefined],
    ["a -(NOT)", "operand_missing", 4, 7, undefined],
    ["NOT", "operand_missing", 0, 3, undefined],
  ])("%j is %s at %i to %i", (text, reason, start, end, suggestion) => {
    expect(faults(text)[0]).toEqual({
      reason,
      at: { start, end },
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  });

  test("leave the rest of the query in force", () => {
    const parsed = parseQuery("type:A id:x (item:5 OR time:never) -(ip:1) b");

    expect(parsed).toMatchObject({
      ok: false,
      faults: [{ reason: "not_a_number" }, { reason: "not_a_time" }, { reason: "not_an_address" }],
      lastValidPart: {
        kind: "and",
        items: [field("type", equals(["A"])), field("item", equals(["5"])), word("b")],
      },
    });
  });

  test("end the reading of what is too deep, too long or too much", () => {
    const deep = `${"(".repeat(20)}a${")".repeat(20)}`;

    expect(parseQuery(deep)).toMatchObject({ ok: true });
    expect(faults(`(${deep})`)).toEqual([expect.objectContaining({ reason: "too_deep" })]);
    expect(parseQuery("a ".repeat(100))).toMatchObject({ ok: true });
    expect(faults("a ".repeat(101))).toEqual([
      expect.objectContaining({ reason: "too_many_terms" }),
    ]);
    expect(parseQuery(`${"b".repeat(3_998)} c`)).toMatchObject({ ok: true });
    expect(parseQuery(`${"b".repeat(3_990)} ${"c".repeat(20)}`)).toEqual({
      ok: false,
      faults: [{ reason: "too_long", at: { start: 4_000, end: 4_011 } }],
      lastValidPart: word("b".repeat(3_990)),
    });
  });

  test("are told at most twenty at a time", () => {
    expect(faults(") ".repeat(500))).toHaveLength(20);
  });
});
