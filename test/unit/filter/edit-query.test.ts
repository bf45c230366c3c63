import { describe, expect, test } from "vitest";
import {
  addTerm,
  excludeTerm,
  foldShortKeys,
  listChips,
  parseQuery,
  printQuery,
  removeTerm,
  replaceChip,
  replaceTerm,
  termState,
} from "../../../lib/filter/index.ts";
import type { Node, Picked } from "../../../lib/filter/index.ts";

function read(text: string): Node | null {
  const parsed = parseQuery(text);
  expect(parsed.ok).toBe(true);
  return parsed.ok ? parsed.query : null;
}

const pick = (field: string | null, value: Picked["value"], path?: string[]): Picked => {
  return path === undefined ? { field, value } : { field, value, path };
};

type Row = [query: string, picked: Picked, result: string];

describe("addTerm", () => {
  test.each<Row>([
    ["", pick("type", "USER_LOGIN"), "type:USER_LOGIN"],
    ["a", pick("type", "A"), "a type:A"],
    ["type:A b", pick("type", "B"), "type:A,B b"],
    ["type:A", pick("type", "A"), "type:A"],
    ["-type:A,B", pick("type", "A"), "-type:B type:A"],
    ["user:1 a", pick("user", 2), "(user:1 OR user:2) a"],
    ["user:1 OR user:2", pick("user", "3"), "user:1 OR user:2 OR user:3"],
    ["type:A OR b", pick("type", "C"), "(type:A OR b) type:C"],
    ["", pick("user", "Anna"), "user:Anna"],
    ["", pick("item", "UNKNOWN"), "-item:*"],
    ["item:5", pick("item", null), "item:5 OR -item:*"],
    ["item:*", pick("item", ""), "-item:*"],
    ["", pick("item", "a*b, c"), 'item:"a*b, c"'],
    ["", pick("ip", "10.0.0.1"), "ip:10.0.0.1"],
    ["", pick("ip", "private"), 'ip:"private"'],
    ["desc:a", pick("desc", "b"), "desc:a desc:b"],
    ["", pick("json", true, ["a b", "0"]), 'json."a b".0:true'],
    ["json.a:1", pick("json", 2, ["a"]), "json.a:1 OR json.a:2"],
    ["json.a:1", pick("json", 2, ["b"]), "json.a:1 json.b:2"],
    ["id:>5", pick("id", "7"), "id:>5 id:7"],
    ["a", pick(null, "type:B"), 'a "type:B"'],
  ])("%s and %j make %s", (text, picked, result) => {
    expect(printQuery(addTerm(read(text), picked))).toBe(result);
  });

  test("refuses what the field cannot hold", () => {
    expect(() => addTerm(null, pick("id", "abc"))).toThrow(/cannot have this value/);
    expect(() => addTerm(null, pick("nothing", "abc"))).toThrow(/no field/);
    expect(() => addTerm(null, pick("json", "abc"))).toThrow(/cannot have this value/);
  });
});

describe("excludeTerm", () => {
  test.each<Row>([
    ["", pick("type", "A"), "-type:A"],
    ["type:A,B", pick("type", "A"), "type:B -type:A"],
    ["type:A", pick("type", "A"), "-type:A"],
    ["-type:A b", pick("type", "B"), "-type:A,B b"],
    ["-user:1", pick("user", 2), "-user:1 -user:2"],
    ["-user:1 -user:2", pick("user", 2), "-user:1 -user:2"],
    ["item:5 OR -item:*", pick("item", null), "item:5 item:*"],
    ["", pick("user", 0), "user:*"],
    ["", pick(null, "word"), "-word"],
  ])("%s without %j is %s", (text, picked, result) => {
    expect(printQuery(excludeTerm(read(text), picked))).toBe(result);
  });
});

describe("removeTerm, replaceTerm and termState", () => {
  test.each<Row>([
    ["type:A,B c", pick("type", "A"), "type:B c"],
    ["-type:A c", pick("type", "A"), "c"],
    ["type:A", pick("type", "A"), ""],
    ["type:A", pick("type", "B"), "type:A"],
    ["a -b", pick(null, "b"), "a"],
  ])("%s with %j taken back is %s", (text, picked, result) => {
    expect(printQuery(removeTerm(read(text), picked))).toBe(result);
  });

  test("only this drops every other choice of the field", () => {
    const query = read("a type:A,B -type:C (user:1 OR user:2)");

    expect(printQuery(replaceTerm(query, pick("type", "D")))).toBe("a (user:1 OR user:2) type:D");
    expect(printQuery(replaceTerm(query, pick("user", 3)))).toBe("a type:A,B -type:C user:3");
  });

  test("the state of a value is none, included or excluded", () => {
    const query = read("type:A -type:B -item:*");

    expect(termState(query, pick("type", "A"))).toBe("include");
    expect(termState(query, pick("type", "B"))).toBe("exclude");
    expect(termState(query, pick("type", "C"))).toBe("none");
    expect(termState(query, pick("item", null))).toBe("include");
  });
});

describe("short keys", () => {
  test("are folded into the query in the order of the fields", () => {
    const keys = {
      user: "-5,7,~",
      sev: "ERROR,-INFO",
      mod: "crm",
      type: "USER_*",
      ip: "10.0.0.0/8",
    };
    const { query, refused } = foldShortKeys(read("word"), {
      ...keys,
      site: undefined,
      other: "x",
    });

    expect(printQuery(query)).toBe(
      "word sev:ERROR -sev:INFO type:USER_* module:crm ip:10.0.0.0/8 (user:7 OR -user:*) -user:5",
    );
    expect(refused).toEqual([]);
  });

  test("may hold commas, and the opposite of empty", () => {
    const { query } = foldShortKeys(null, { item: "a%2Cb,-~" });

    expect(printQuery(query)).toBe('item:"a,b" item:*');
  });

  test("without sense are left out and named", () => {
    const { query, refused } = foldShortKeys(null, { ip: "999", type: "A,,B", sev: "", user: "1" });

    expect(printQuery(query)).toBe("user:1");
    expect(refused).toEqual(["type", "ip"]);
  });
});

describe("chips", () => {
  test("show the outermost conditions with their places", () => {
    const chips = listChips("type:A -user:5 (a OR b) id:x  word");

    expect(
      chips.map(({ text, field, isNegated, node }) => [text, field, isNegated, node !== null]),
    ).toEqual([
      ["type:A", "type", false, true],
      ["-user:5", "user", true, true],
      ["(a OR b)", null, false, true],
      ["id:x", null, false, false],
      ["word", null, false, true],
    ]);
  });

  test("are one where alternatives are outermost", () => {
    expect(listChips("a OR b c").map(({ text }) => text)).toEqual(["a OR b c"]);
  });

  test("are taken out of the text and changed in it, the rest stays as it was typed", () => {
    const text = "type:A  AND  (b)   c";
    const [first, second] = listChips(text);

    expect(first && replaceChip(text, first, "")).toBe("(b)   c");
    expect(second && replaceChip(text, second, "")).toBe("type:A c");
    expect(second && replaceChip(text, second, "-d")).toBe("type:A  AND  -d   c");
  });
});
