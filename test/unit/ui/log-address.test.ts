import { describe, expect, test } from "vitest";
import { foldKeys } from "../../../app/(frame)/p/[portalKey]/log/_ui/fold-keys.ts";
import {
  EMPTY_FILTER,
  hasFilter,
  parseLogAddress,
  printLogAddress,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/log-address.ts";

function parse(query: string) {
  return parseLogAddress(new URLSearchParams(query), foldKeys);
}

describe("the address of the log", () => {
  test("is empty for the state a reader starts with", () => {
    const { address, faults } = parse("");

    expect(printLogAddress(address).toString()).toBe("");
    expect(hasFilter(address)).toBe(false);
    expect(faults).toEqual([]);
  });

  test("leads back to the same state", () => {
    const query =
      "q=type%3AUSER_LOGIN+office&from=now-24h&tz=UTC&sort=asc" +
      "&cols=time%2Cjson.request.id&live=1&e=446315&view=charts.context.446315.user.office&tab=raw";
    const { address } = parse(query);

    expect(printLogAddress(address).toString()).toBe(query);
  });

  test("names no part of an entry where none is open", () => {
    expect(printLogAddress(parse("tab=raw&q=anna").address).toString()).toBe("q=anna");
  });

  test("has one order, however the link was written", () => {
    const { address } = parse("e=5&sort=desc&q=anna&to=now&from=now-7d");

    expect(printLogAddress(address).toString()).toBe("q=anna&from=now-7d&to=now&e=5");
  });

  test("takes the keys of single fields into the query", () => {
    const { address, faults } = parse("q=office&type=USER_LOGIN,USER_LOGOUT&user=-14&ip=~");

    expect(faults).toEqual([]);
    expect(address.q).toBe("office type:USER_LOGIN,USER_LOGOUT -ip:* -user:14");
  });

  test("keeps user 0, which means events without a user", () => {
    expect(parse("user=0").address.q).toBe("-user:*");
  });

  test("names every value it cannot use and goes on with the default", () => {
    const { address, faults } = parse(
      "from=soon&tz=Nowhere&sort=up&e=12x&live=maybe&type=,&view=compare.1&tab=all&cols=a+b",
    );

    const wrong = ["cols", "e", "from", "live", "sort", "tab", "type", "tz", "view"];
    expect(faults.sort()).toEqual(wrong);
    expect(address).toEqual({
      ...EMPTY_FILTER,
      tz: null,
      sort: "desc",
      isLive: false,
      entry: null,
      view: "list",
      over: null,
      tab: null,
      saved: null,
      cols: null,
    });
  });

  test("keeps a query that is wrong: the box explains it", () => {
    expect(parse("q=time%3Asoon").address.q).toBe("time:soon");
  });

  test("ignores what it does not know", () => {
    expect(parse("v=1&o=seal&id=7&cols=a").faults).toEqual([]);
  });
});
