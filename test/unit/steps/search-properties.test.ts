import { describe, expect, test } from "vitest";
import { parseSearchProperties } from "../../../lib/steps/search/properties.ts";
import { resolveRange } from "../../../lib/steps/search/range.ts";
import { faultText } from "../../../lib/steps/search/texts.ts";
import { searchStep } from "../../../lib/steps/search/index.ts";

const unset = {
  period: "",
  from: "",
  to: "",
  event_types: "",
  users: "",
  severities: "",
  text: "",
  query: "",
  limit: "",
};

function parse(raw: Record<string, unknown>) {
  const parsed = parseSearchProperties(raw);
  if (!parsed.ok) expect.fail(faultText(parsed.fault, "en"));
  return parsed.value;
}

function faultOf(raw: Record<string, unknown>): string {
  const parsed = parseSearchProperties(raw);
  if (parsed.ok) expect.fail("no fault");
  return faultText(parsed.fault, "en");
}

describe("properties of a search", () => {
  test.each([[{}], [unset]])("have defaults when nothing is set: %j", (raw) => {
    expect(parse(raw)).toEqual({
      period: "day",
      from: null,
      to: null,
      eventTypes: [],
      userIds: [],
      severities: [],
      text: "",
      query: null,
      limit: 100,
    });
  });

  test("come as one value, a list or a list with gaps", () => {
    expect(
      parse({
        event_types: ["USER_LOGIN, USER_LOGOUT", "USER_LOGIN"],
        users: { "0": "user_14", "2": "7", "3": "Ann Admin [9]" },
        severities: "security",
        limit: "5.0",
      }),
    ).toMatchObject({
      eventTypes: ["USER_LOGIN", "USER_LOGOUT"],
      userIds: [14, 7, 9],
      severities: ["SECURITY"],
      limit: 5,
    });
  });

  test("leave groups beside people out", () => {
    expect(parse({ users: ["group_3", "user_1"] }).userIds).toEqual([1]);
  });

  test("with a time but no period mean that time", () => {
    expect(parse({ from: "01.09.2026" }).period).toBe("custom");
  });

  test.each<[Record<string, unknown>, RegExp]>([
    [
      { period: "year" },
      /“Period” \(period\): one of hour, day, week, custom is expected, not "year"/,
    ],
    [{ period: "custom" }, /“Period” \(period\): from and to are both empty/],
    [{ period: "custom", from: "soon" }, /“From” \(from\): "soon" is not a time/],
    [{ to: "{=Document:DATE}" }, /“To” \(to\): the expression in it was not replaced/],
    [{ users: ["user_1", "{=Variable:Who}"] }, /“Users” \(users\): the expression/],
    [{ users: "group_1" }, /“Users” \(users\): only groups are chosen/],
    [{ users: "somebody" }, /“Users” \(users\): "somebody" is not a user/],
    [{ severities: ["LOUD"] }, /“Severities” \(severities\): "LOUD" is not a severity/],
    [{ event_types: "USER*" }, /“Event types” \(event_types\): "USER\*" is not the code/],
    [{ limit: "many" }, /“Entries to return” \(limit\): a whole number from 1 to 1000/],
    [{ limit: "0" }, /\(limit\)/],
    [{ limit: "1001" }, /\(limit\)/],
    [{ text: "x".repeat(1_001) }, /“Text” \(text\): at most 1000 characters/],
    [
      { query: "type:USER_LOGIN typ:x" },
      /“Query” \(query\): from character 17 on, “typ.*”: There is no such field.*[^.]\.$/,
    ],
    [{ query: "type:{=Variable:Type}" }, /“Query” \(query\): the expression/],
  ])("that make no sense are named: %j", (raw, sentence) => {
    expect(faultOf(raw)).toMatch(sentence);
  });

  test("are named in Russian for a Russian portal", () => {
    const parsed = parseSearchProperties({ query: "type:" });

    expect(parsed.ok ? "" : faultText(parsed.fault, "ru")).toMatch(/^Свойство «Запрос» \(query\)/);
  });

  test("are told in a sentence", () => {
    expect(
      searchStep.summary({ event_types: "USER_LOGIN", users: "user_1", text: "bot" }, "en"),
    ).toBe(
      "Finds entries: USER_LOGIN · #1 · “bot”. Period: last 24 hours; counts all, returns the numbers of the newest 100",
    );
    expect(searchStep.summary({ query: "user:5 ip:private", limit: "5" }, "en")).toBe(
      "Finds entries: user:5 ip:private. Period: last 24 hours; counts all, returns the numbers of the newest 5",
    );
    expect(searchStep.summary({ from: "01.09.2026" }, "ru")).toBe(
      "Находит все записи. Период: 01.09.2026 – …; считает все, отдаёт номера самых новых, не больше 100",
    );
    expect(searchStep.summary({ query: "user:{=Document:ASSIGNED_BY_ID}" }, "en")).toContain(
      "user:{=Document:ASSIGNED_BY_ID}",
    );
  });
});

describe("the range of a search", () => {
  // An entry of the call's own second is part of it.
  const end = new Date("2026-09-01T12:00:01Z");
  const at = {
    calledAt: new Date("2026-09-01T12:00:00.400Z"),
    zone: { kind: "offset", minutes: 120 },
  } as const;

  test("is counted back from the call", () => {
    expect(resolveRange(parse({ period: "week" }), at)).toEqual({
      ok: true,
      range: { from: new Date("2026-08-25T12:00:00.400Z"), to: end },
    });
  });

  test("may be open at its start and ends with the call", () => {
    expect(resolveRange(parse({ to: "31.08.2026" }), at)).toEqual({
      ok: true,
      range: { from: null, to: new Date("2026-08-31T22:00:00Z") },
    });
    expect(resolveRange(parse({ from: "2026-08-31" }), at)).toEqual({
      ok: true,
      range: { from: new Date("2026-08-30T22:00:00Z"), to: end },
    });
  });

  test("that ends before it starts is a fault of its start", () => {
    const range = resolveRange(parse({ from: "02.09.2026", to: "01.09.2026" }), at);

    expect(range.ok ? "" : faultText(range.fault, "en")).toBe(
      "Property “From” (from): it must lie before the property to.",
    );
  });
});
