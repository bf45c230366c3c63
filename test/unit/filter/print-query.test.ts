import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseQuery, printQuery } from "../../../lib/filter/index.ts";
import { anyTree } from "./trees.ts";

describe("printQuery", () => {
  test("writes every tree so that reading gives the same tree", () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const text = printQuery(tree);
        fc.pre(text.length <= 4_000);

        expect(parseQuery(text)).toEqual({ ok: true, query: tree });
      }),
      { numRuns: 2_000 },
    );
  });

  test("writes its own text again, whatever was read", () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const text = printQuery(tree);
        fc.pre(text.length <= 4_000);
        const read = parseQuery(text);

        expect(printQuery(read.ok ? read.query : null)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["mod:crm", "module:crm"],
    ["auditTypeId:USER_*", "type:USER_*"],
    ["NOT (a b)", "-(a b)"],
    ["type:(A OR B) c", "(type:A OR type:B) c"],
    ["a AND b OR c", "a b OR c"],
    ["time:2h", "time:now-2h"],
    ["time:вчера", "time:yesterday"],
    ["user:#7", "user:7"],
    ["Bitrix\\Main", "Bitrix\\Main"],
    ["http://a.example.com/?b=1", "http://a.example.com/?b=1"],
    ["a - b", 'a "-" b'],
    ['"two words"', '"two words"'],
    ['desc:"*"', 'desc:"*"'],
    ["desc:<br>", 'desc:"<br>"'],
  ])("writes %s as %s", (text, written) => {
    const read = parseQuery(text);

    expect(read.ok && printQuery(read.query)).toBe(written);
  });
});
