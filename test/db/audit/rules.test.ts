import { describe, expect, test } from "vitest";
import { createTestDb } from "../../support/index.ts";
import { append, makeCtx, nameUsers } from "../archive/search/bed.ts";
import { openApi } from "./bed.ts";

const { db } = await createTestDb();
const ctx = await makeCtx(db);
const ENTRY = {
  ...{ severity: "INFO", moduleId: "main", userAgent: null, siteId: "s1", guestId: null },
  ...{ requestUri: "", description: null as string | null },
};
// Numbers 1 to 6, by time 6 first: it came late.
const second = (at: number) => `2026-11-01T10:00:0${at}+00:00`;
await append(ctx, [
  {
    ...ENTRY,
    nativeId: "11",
    timestampX: second(1),
    auditTypeId: "USER_AUTHORIZE",
    itemId: "1",
    userId: 1,
    remoteAddr: "10.0.0.1",
    requestUri: "/a?p=50%_!\\",
  },
  {
    ...ENTRY,
    nativeId: "12",
    timestampX: second(2),
    auditTypeId: "USER_LOGIN",
    itemId: "bob",
    userId: null,
    remoteAddr: "192.0.2.5",
    description: '{"requestId":"R7"}',
  },
  {
    ...ENTRY,
    nativeId: "13",
    timestampX: second(3),
    auditTypeId: "GROUP_ADD",
    itemId: "5",
    userId: 2,
    remoteAddr: "10.9.9.9",
    severity: "ERROR",
    moduleId: "crm",
  },
  {
    ...ENTRY,
    nativeId: "14",
    timestampX: second(3),
    auditTypeId: "USER_BLOCKED",
    itemId: "2",
    userId: 2,
    remoteAddr: "2001:db8::1",
    userAgent: "Curl/8",
  },
  {
    ...ENTRY,
    nativeId: "15",
    timestampX: second(5),
    auditTypeId: "X_UNINSTALLED",
    itemId: "UNKNOWN",
    userId: 9,
    remoteAddr: "",
    description: "Вход * ok",
  },
  {
    ...ENTRY,
    nativeId: "16",
    timestampX: second(0),
    auditTypeId: "OTHER",
    itemId: "",
    userId: 0,
    remoteAddr: "10.0.0.1",
  },
]);
await nameUsers(ctx);
const { call } = openApi(ctx);

const T0 = Date.parse("2026-11-01T10:00:00Z") / 1_000;
const bad = (path: string, reason: string) => `Invalid parameter "${path}": ${reason}.`;
const idsOf = (result: unknown) =>
  (result as { auditid: string }[]).map(({ auditid }) => Number(auditid));

describe("what is found", () => {
  const ALL = [6, 1, 2, 3, 4, 5];
  test.each<[string, Record<string, unknown>, number[]]>([
    ["everything, by time and number", {}, ALL],
    ["a list instead of an object without parameters", [] as never, ALL],
    ["numbers as numbers and texts, also twice", { auditids: [1, "2", 2, "0003"] }, [1, 2, 3]],
    ["one number", { auditids: 4 }, [4]],
    ["no number at all", { auditids: [] }, []],
    [
      "null is no condition",
      {
        auditids: null,
        userids: null,
        filter: null,
        search: null,
        limit: null,
        time_from: null,
        time_till: null,
        after: null,
      },
      ALL,
    ],
    ["a user", { userids: 2 }, [3, 4]],
    ["events without user", { userids: 0 }, [6, 2]],
    ["no users", { userids: [] }, []],
    ["from a second on, itself among them", { time_from: T0 + 3 }, [3, 4, 5]],
    ["up to a second, all of it", { time_till: String(T0 + 1) }, [6, 1]],
    ["a range that ends before it begins", { time_from: T0 + 3, time_till: T0 }, []],
    ["actions", { filter: { action: [8, "9"] } }, [1, 2]],
    ["the other actions", { filter: { action: 7 } }, [6]],
    ["an exact text, no part of it", { filter: { username: "Ben" } }, []],
    ["an exact text as it is written", { filter: { severity: "error" } }, []],
    ["several values of one field", { filter: { severity: ["ERROR", "x"] } }, [3]],
    ["two fields together", { filter: { severity: "INFO", userid: 2 } }, [4]],
    [
      "two fields, any of them",
      { filter: { severity: "ERROR", userid: 9 }, searchByAny: true },
      [3, 5],
    ],
    ["a field that is null", { filter: { severity: null } }, ALL],
    ["no value of a field", { filter: { severity: [] } }, []],
    ["unreadable numbers left out", { filter: { userid: ["x", "5.0", 2] } }, [3, 4]],
    ["no readable number", { filter: { clock: "soon" } }, []],
    ["a network", { filter: { ip: "10.0.0.0/8" } }, [6, 1, 3]],
    ["a network of six", { filter: { ip: ["2001:db8::/32", "192.0.2.5"] } }, [2, 4]],
    ["something that is no network", { filter: { ip: "10.0.0.0/99" } }, []],
    ["a request", { filter: { recordsetid: "R7" } }, [2]],
    ["the title of what it is about", { filter: { resourcename: "Ben O'Neil 5" } }, [4]],
    ["a time", { filter: { timestampX: "2026-11-01T10:00:05Z" } }, [5]],
    ["the portal's own number", { filter: { id: 13 } }, [3]],
    ["a part of a text in any case", { search: { userAgent: "CURL" } }, [4]],
    ["Cyrillic in any case", { search: { details: "вХОд" } }, [5]],
    ["signs of databases as they are", { search: { requestUri: "50%_!\\" } }, [1]],
    ["a sign that nothing can hold", { search: { requestUri: "5\u0000" } }, []],
    ["its like in a description", { search: { details: ["a\u0000", "b"] } }, []],
    ["its like in a name", { search: { username: "\u0000" } }, []],
    ["its like in the title", { search: { resourcename: "\u0000" } }, []],
    ["its like in an address", { search: { ip: "\ud800" } }, []],
    [
      "its like in a code",
      { search: { auditTypeId: "u*\u0000" }, searchWildcardsEnabled: true },
      [],
    ],
    ["all without such a sign", { search: { userAgent: "\u0000" }, excludeSearch: true }, ALL],
    ["a value with such a sign", { filter: { auditTypeId: ["\u0000", "USER_LOGIN"] } }, [2]],
    ["only such a value", { filter: { auditTypeId: "\u0000", userAgent: ["\u0000"] } }, []],
    ["a sign that stands nowhere", { search: { requestUri: "50__" } }, []],
    ["an empty pattern", { search: { details: ["", null] } }, ALL],
    ["all patterns of a field", { search: { auditTypeId: ["user", "login"] } }, [2]],
    [
      "any pattern of a field",
      { search: { auditTypeId: ["add", "login"] }, searchByAny: true },
      [2, 3],
    ],
    ["any of two fields", { search: { auditTypeId: "add", ip: "192" }, searchByAny: true }, [2, 3]],
    [
      "search and filter are joined by AND whatever",
      { search: { auditTypeId: "user" }, filter: { userid: 2 }, searchByAny: true },
      [4],
    ],
    ["the start of a text", { search: { auditTypeId: "user" }, startSearch: true }, [1, 2, 4]],
    ["no start", { search: { auditTypeId: "login" }, startSearch: 0 }, []],
    [
      "a flag that is null or a plain no",
      { search: { auditTypeId: "login" }, startSearch: null, excludeSearch: false },
      [2],
    ],
    [
      "none of the patterns",
      { search: { auditTypeId: ["user", "other"] }, excludeSearch: true },
      [3, 5],
    ],
    [
      "not all of the patterns",
      { search: { auditTypeId: ["user", "login"] }, excludeSearch: "", searchByAny: true },
      [6, 1, 3, 4, 5],
    ],
    ["wildcards", { search: { auditTypeId: "u*log*" }, searchWildcardsEnabled: true }, [2]],
    [
      "a pattern without wildcards is the whole field",
      { search: { auditTypeId: ["group_add"] }, searchWildcardsEnabled: true },
      [3],
    ],
    ["no part of it", { search: { auditTypeId: "group" }, searchWildcardsEnabled: true }, []],
    [
      "wildcards leave the start without effect",
      { search: { auditTypeId: "*add" }, searchWildcardsEnabled: true, startSearch: true },
      [3],
    ],
    ["a star that is no wildcard", { search: { details: "* ok" } }, [5]],
    ["behind a number, in the order of numbers", { after: 3 }, [4, 5, 6]],
    ["behind a number in another order", { after: "3", sortfield: "clock" }, [6, 4, 5]],
    [
      "newest first, equal times by number",
      { sortfield: "clock", sortorder: "DESC" },
      [5, 4, 3, 2, 1, 6],
    ],
    ["by number from the end", { sortfield: "auditid", sortorder: "DESC", limit: 2 }, [6, 5]],
    ["by two fields", { sortfield: ["userid", "clock"], sortorder: ["DESC"] }, [5, 3, 4, 1, 6, 2]],
    ["an order without a field", { sortorder: "DESC" }, ALL],
    ["the first ones", { limit: "2" }, [6, 1]],
    ["by address", { sortfield: "ip", sortorder: "ASC" }, [5, 1, 6, 3, 2, 4]],
  ])("%s", async (_, params, expected) => {
    const { result, error } = await call(params);

    expect(error).toBeUndefined();
    expect(idsOf(result)).toEqual(expected);
  });
});

describe("what is given", () => {
  test("only the fields asked for, the number only where it is among them", async () => {
    expect((await call({ auditids: 1, output: ["ip", "clock"] })).result).toEqual([
      { ip: "10.0.0.1", clock: String(T0 + 1) },
    ]);
    expect((await call({ auditids: [1, 2], output: [] })).result).toEqual([{}, {}]);
  });

  test("every field as text", async () => {
    const { result } = await call({ auditids: 2, output: "extend" });

    expect(result).toEqual([
      {
        ...{ auditid: "2", userid: "0", username: "", clock: String(T0 + 2), ip: "192.0.2.5" },
        ...{ action: "9", resourcetype: "main", resourceid: "bob", resourcename: "" },
        ...{ recordsetid: "R7", details: '{"requestId":"R7"}', id: "12", seq: "2" },
        ...{ timestampX: "2026-11-01T10:00:02Z", severity: "INFO", auditTypeId: "USER_LOGIN" },
        ...{ moduleId: "main", itemId: "bob", remoteAddr: "192.0.2.5", userAgent: "" },
        ...{ requestUri: "", siteId: "s1", userId: "0", guestId: "0" },
        description: '{"requestId":"R7"}',
      },
    ]);
  });

  test("a count as text, whatever order, limit and fields say", async () => {
    const more = { limit: 1, preservekeys: true, output: ["ip"], sortfield: "ip" };

    expect((await call({ ...more, countOutput: true, userids: 2 })).result).toBe("2");
    expect((await call({ countOutput: 1, auditids: [] })).result).toBe("0");
    expect((await call({ countOutput: null, limit: 1 })).result).toHaveLength(1);
  });

  test("an object by number in the order of the rows, and a list when it is empty", async () => {
    const { send } = openApi(ctx);
    const params = {
      preservekeys: true,
      output: ["ip"],
      sortfield: "clock",
      sortorder: "DESC",
      limit: 2,
    };

    const text = await send(
      JSON.stringify({ jsonrpc: "2.0", id: 1, method: "auditlog.get", params }),
    );

    expect(text).toBe('{"jsonrpc":"2.0","result":{"5":{"ip":""},"4":{"ip":"2001:db8::1"}},"id":1}');
    expect((await call({ preservekeys: true, auditids: [] })).result).toEqual([]);
  });
});

describe("what is refused", () => {
  const sorts =
    '"auditid", "userid", "clock", "seq", "ip", "severity", "auditTypeId", "moduleId", "itemId"';
  test.each<[Record<string, unknown>, string]>([
    [{ editable: true }, bad("/", 'unexpected parameter "editable"')],
    [{ groupCount: true }, bad("/", 'unexpected parameter "groupCount"')],
    [["x"] as never, bad("/", 'unexpected parameter "0"')],
    [{ auditids: [1.5] }, bad("/auditids/1", "a number is expected")],
    [{ auditids: [1, "x"] }, bad("/auditids/2", "a number is expected")],
    [{ auditids: ["99999999999999999999"] }, bad("/auditids/1", "a number is too large")],
    [{ userids: "" }, bad("/userids", "an array is expected")],
    [{ userids: [null] }, bad("/userids/1", "a number is expected")],
    [{ time_from: "5.0" }, bad("/time_from", "an integer is expected")],
    [{ time_from: 5.5 }, bad("/time_from", "an integer is expected")],
    [{ time_till: 2147483648 }, bad("/time_till", "a number is too large")],
    [{ time_till: true }, bad("/time_till", "an integer is expected")],
    [{ filter: { port: 1 } }, bad("/filter", 'unexpected parameter "port"')],
    [{ filter: { details: "x" } }, bad("/filter", 'unexpected parameter "details"')],
    [{ filter: { description: "x" } }, bad("/filter", 'unexpected parameter "description"')],
    [{ filter: "x" }, bad("/filter", "an array is expected")],
    [{ filter: { ip: [{}] } }, bad("/filter/ip/1", "a character string is expected")],
    [{ filter: { ip: true } }, bad("/filter/ip", "an array is expected")],
    [{ search: { severity: "x" } }, bad("/search", 'unexpected parameter "severity"')],
    [{ search: { ip: 5 } }, bad("/search/ip", "an array is expected")],
    [{ search: { ip: [5] } }, bad("/search/ip/1", "a character string is expected")],
    [{ searchByAny: 1 }, bad("/searchByAny", "a boolean is expected")],
    [{ searchWildcardsEnabled: null }, bad("/searchWildcardsEnabled", "a boolean is expected")],
    [{ preservekeys: "true" }, bad("/preservekeys", "a boolean is expected")],
    [{ output: "count" }, bad("/output", 'value must be "extend"')],
    [{ output: null }, bad("/output", "an array or a character string is expected")],
    [{ output: ["userid", "userid"] }, bad("/output/2", "value (userid) already exists")],
    [{ output: [5] }, bad("/output/1", "a character string is expected")],
    [{ sortfield: "details" }, bad("/sortfield/1", `value must be one of ${sorts}`)],
    [{ sortfield: ["clock", "clock"] }, bad("/sortfield/2", "value (clock) already exists")],
    [{ sortfield: 5 }, bad("/sortfield", "an array is expected")],
    [{ sortorder: "asc" }, bad("/sortorder", 'value must be one of "ASC", "DESC"')],
    [{ sortorder: ["ASC", "x"] }, bad("/sortorder/2", 'value must be one of "ASC", "DESC"')],
    [{ limit: 0 }, bad("/limit", "value must be one of 1-2147483647")],
    [{ limit: -1 }, bad("/limit", "value must be one of 1-2147483647")],
    [{ limit: 2147483648 }, bad("/limit", "a number is too large")],
    [{ limit: "x" }, bad("/limit", "an integer is expected")],
    [{ after: "x" }, bad("/after", "a number is expected")],
    [{ after: -1 }, bad("/after", "a number is expected")],
  ])("%j", async (params, data) => {
    expect((await call(params)).error).toEqual({ code: -32602, message: "Invalid params.", data });
  });

  test("more patterns and values than anybody needs", async () => {
    const patterns = (count: number) => ({
      ip: Array(60).fill("."),
      details: Array(count).fill("k"),
    });

    const good = await call({ search: patterns(40), filter: { clock: Array(1_000).fill(1) } });
    const search = await call({ search: patterns(41) });
    const filter = await call({ filter: { clock: Array(1_001).fill(1) } });
    const ids = await call({
      auditids: Array(10_000).fill("1"),
      userids: ["1"],
      countOutput: true,
    });
    const auditids = await call({ auditids: Array(10_001).fill("1") });
    const userids = await call({ userids: Array(10_001).fill(1) });

    expect(good.result).toEqual([]);
    expect(search.error?.data).toBe(bad("/search", "at most 100 patterns are allowed"));
    expect(filter.error?.data).toBe(bad("/filter/clock", "at most 1000 values are allowed"));
    expect(ids.error).toBeUndefined();
    expect(auditids.error?.data).toBe(bad("/auditids", "at most 10000 values are allowed"));
    expect(userids.error?.data).toBe(bad("/userids", "at most 10000 values are allowed"));
  });

  test("an unknown field of the output, naming all that there are", async () => {
    const { error } = await call({ output: ["auditid", "port"] });

    expect(error?.data).toMatch(
      /^Invalid parameter "\/output\/2": value must be one of "auditid", "userid", /,
    );
  });
});
