import { describe, expect, test } from "vitest";
import { parseQuery, type Node } from "../../../lib/filter/index.ts";
import { asksForTime, readQuery, toQuery } from "../../../lib/steps/search/query.ts";
import { zoneName } from "../../../lib/steps/time.ts";

const nothing = {
  query: null as Node | null,
  eventTypes: [] as string[],
  userIds: [] as number[],
  severities: [] as string[],
  text: "",
};

function node(text: string): Node | null {
  const read = readQuery(text);
  if (!read.ok) expect.fail(read.text.en);
  return read.node;
}

function queryOf(properties: Partial<typeof nothing>, limit = ""): string {
  const query = toQuery({ ...nothing, ...properties }, node(limit));
  if (!query.ok) expect.fail(query.fault.text.en);
  return query.q;
}

describe("the query of a search", () => {
  test("is empty when nothing is asked for", () => {
    expect(queryOf({})).toBe("");
  });

  test("joins all properties by AND, the values of each by OR", () => {
    const q = queryOf({
      query: node("ip:10.0.0.0/8 OR ip:private"),
      eventTypes: ["USER_LOGIN", "USER_LOGOUT"],
      userIds: [5, 7],
      severities: ["SECURITY"],
      text: "a * b",
    });

    expect(q).toBe(
      '(ip:10.0.0.0/8 OR ip:private) type:USER_LOGIN,USER_LOGOUT (user:5 OR user:7) sev:SECURITY "a * b"',
    );
  });

  test("keeps to what the administrators let processes see, however the call is written", () => {
    const q = queryOf(
      { query: node("type:A OR type:B"), eventTypes: ["B"] },
      "module:main OR user:1",
    );

    expect(q).toBe("(module:main OR user:1) (type:A OR type:B) type:B");
  });

  test("that is broken is told with its place and what was meant", () => {
    const read = readQuery("type:A sevv:B");

    expect(read).toMatchObject({ ok: false });
    expect(read.ok ? "" : read.text.en).toMatch(/^from character 8 on, “sevv/);
    expect(read.ok ? "" : read.text.ru).toMatch(/^с 8-го символа, «sevv/);
  });

  test("of parts that are too many together is refused, never cut", () => {
    const query = toQuery(
      {
        ...nothing,
        query: node(Array.from({ length: 60 }, (_, at) => `desc:a${at}`).join(" OR ")),
        userIds: Array.from({ length: 60 }, (_, at) => at + 1),
      },
      null,
    );

    expect(query).toMatchObject({ ok: false, fault: { at: "query" } });
  });

  test.each(["USER_LOGIN", "Bitrix\\Main.x", "a-b:c", "-x", "_"])(
    "finds an event type by its exact code: %s",
    (code) => {
      const read = parseQuery(queryOf({ eventTypes: [code] }));

      expect(read).toMatchObject({
        ok: true,
        query: { kind: "field", field: "type", test: { kind: "equals", values: [[code]] } },
      });
    },
  );

  test("needs the portal's zone only where it asks for a time", () => {
    expect(asksForTime(node("type:A (user:1 OR -time:yesterday)"))).toBe(true);
    expect(asksForTime(node("type:A 12:30"))).toBe(false);
    expect(asksForTime(null)).toBe(false);
  });

  test("gets the zone under the name that the archive knows", () => {
    expect(zoneName({ kind: "named", name: "Europe/Kyiv" })).toBe("Europe/Kyiv");
    expect(zoneName({ kind: "offset", minutes: 0 })).toBe("UTC");
    expect(zoneName({ kind: "offset", minutes: -210 })).toBe("-03:30");
    expect(zoneName({ kind: "offset", minutes: 180 })).toBe("+03:00");
  });
});
