import { describe, expect, test } from "vitest";
import {
  EMPTY_FILTER,
  hasFilter,
  parseLogAddress,
  printLogAddress,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/log-address.ts";

function parse(query: string) {
  return parseLogAddress(new URLSearchParams(query));
}

describe("the address of the log", () => {
  test("is empty for the state a reader starts with", () => {
    const { address, faults } = parse("");

    expect(printLogAddress(address).toString()).toBe("");
    expect(hasFilter(address)).toBe(false);
    expect(faults).toEqual([]);
  });

  test("leads back to the same state", () => {
    const query = "from=now-24h&type=USER_LOGIN%2CUSER_LOGOUT&user=14&live=1&e=446315";
    const { address } = parse(query);

    expect(printLogAddress(address).toString()).toBe(query);
  });

  test("has one order, however the link was written", () => {
    const { address } = parse("e=5&user=14&type=B,A,B&to=now&from=now-7d");

    expect(printLogAddress(address).toString()).toBe("from=now-7d&to=now&type=B%2CA&user=14&e=5");
  });

  test("names every value it cannot use and goes on with the default", () => {
    const { address, faults } = parse("from=soon&user=anna&type=A,<b>&e=12x&live=maybe&id=7");

    expect(faults.sort()).toEqual(["e", "from", "live", "type", "user"]);
    expect(address).toEqual({ ...EMPTY_FILTER, id: "7", isLive: false, entry: null });
  });

  test("keeps user 0, which means events without a user", () => {
    expect(parse("user=0").address.user).toBe(0);
  });

  test("ignores what it does not know", () => {
    expect(parse("v=1&tz=UTC&o=seal").faults).toEqual([]);
  });

  test("does not take more event types than the server does", () => {
    const types = Array.from({ length: 101 }, (_, index) => `T${index}`).join(",");

    expect(parse(`type=${types}`).faults).toEqual(["type"]);
  });
});
