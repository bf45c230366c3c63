import { describe, expect, test } from "vitest";
import { compile, evaluate, parseQuery, timeBounds } from "../../../lib/filter/index.ts";
import { printQuery, withoutTimes } from "../../../lib/filter/index.ts";
import type { Node, SqlTarget } from "../../../lib/filter/index.ts";
import { evaluateContext, makeEntry, sqlTarget } from "./entry.ts";

const clock = { now: new Date("2026-11-21T09:30:00Z"), zone: "Europe/Berlin" };

function read(text: string): Node | null {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new TypeError(text);
  return parsed.query;
}

describe("the time that a query leaves", () => {
  test.each([
    ["sev:ERROR", null, null],
    ["time:2026-11-20 sev:ERROR", "2026-11-19T23:00:00.000Z", "2026-11-20T23:00:00.000Z"],
    ["time:now-1h", "2026-11-21T08:30:00.000Z", null],
    ["time:>2026-11-20T10:00:00Z", "2026-11-20T10:00:00.001Z", null],
    ["time:<=2026-11-20T10:00:00Z", null, "2026-11-20T10:00:00.001Z"],
    [
      "time:[2026-11-20T10:00Z TO 2026-11-20T11:00Z] time:<2026-11-20T10:30:00Z",
      "2026-11-20T10:00:00.000Z",
      "2026-11-20T10:30:00.000Z",
    ],
    ["time:2026-11-20 OR sev:ERROR", null, null],
    ["-time:2026-11-20", null, null],
  ])("of %s begins at %s and ends at %s", (text, from, to) => {
    const bounds = timeBounds(read(text), clock);

    expect([bounds.from?.toISOString() ?? null, bounds.to?.toISOString() ?? null]).toEqual([
      from,
      to,
    ]);
  });

  test("is all that is taken out of the query", () => {
    const rest = (text: string) => printQuery(withoutTimes(read(text)));

    expect(rest("time:today")).toBe("");
    expect(rest("time:today sev:ERROR time:<now word")).toBe("sev:ERROR word");
    expect(rest("time:today OR sev:ERROR")).toBe("time:today OR sev:ERROR");
    expect(rest("-time:today")).toBe("-time:today");
  });
});

describe("a target that answers a field by itself", () => {
  const target: SqlTarget = {
    ...sqlTarget,
    fields: {
      ...sqlTarget.fields,
      type: {
        value: "e.type_id",
        equals: (values, bind) => `e.type_id = ANY(${bind(values.map(String), "integer[]")})`,
        present: () => "e.has_type",
      },
      json: {
        value: "e.doc",
        guard: ({ path }, bind) =>
          path[0] === "quick" ? `e.keys ? ${bind(path[0], "text")}` : null,
      },
    },
  };
  const sql = (text: string) => compile(read(text), target);

  test("is asked for equality and for presence", () => {
    expect(sql("type:A,B")).toMatchObject({
      text: "(e.type_id = ANY($1::text[]::integer[]))",
      values: [["A", "B"]],
    });
    expect(sql("-type:*").text).toBe("((e.has_type) IS NOT TRUE)");
  });

  test("puts its cheap condition before the other one, with parameters in order", () => {
    const { text, values } = sql("json.quick:1");

    expect(text).toMatch(/^\(\(e\.keys \? \$1::text AND EXISTS /);
    expect(values).toEqual(["quick", ["quick"], "1"]);
    expect(sql("json.other:1").text).toMatch(/^\(EXISTS /);
  });
});

describe("evaluating", () => {
  test("looks at each name and title by itself", () => {
    const context = {
      ...evaluateContext,
      userName: () => ["Anna Petrova", "Anna Ivanova"],
      typeTitle: () => ["Failed sign-in", "Неудачный вход"],
    };
    const meets = (text: string) => evaluate(read(text), makeEntry({ userId: 1 }), context);

    expect(["user:ivanova", "петров OR user:petr*", "вход", "failed"].map(meets)).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(meets("user:anna*ivanova")).toBe(true);
    expect(meets("user:petrova*anna")).toBe(false);
    expect(meets("sign-in*вход")).toBe(false);
  });
});
