import { describe, expect, test } from "vitest";
import {
  EMPTY_TOKEN,
  toDraft,
  tokenFault,
} from "../../../app/(frame)/p/[portalKey]/settings/_ui/token-draft.ts";
import {
  parseReadingsAddress,
  printReadingsAddress,
  readingsQuery,
} from "../../../app/(frame)/p/[portalKey]/readings/_ui/readings-address.ts";

const now = new Date("2026-11-21T12:00:00Z");
const form = { ...EMPTY_TOKEN, name: " Grafana " };

describe("the form of a token", () => {
  test("gives what is sent: networks one by one, and the moment the token ends", () => {
    const networks = "203.0.113.0/24, 2001:db8::1\n10.0.0.0/8";

    expect(toDraft({ ...form, networks, expiry: "30" }, now)).toEqual({
      name: "Grafana",
      scopes: ["log:read"],
      networks: ["203.0.113.0/24", "2001:db8::1", "10.0.0.0/8"],
      expiresAt: "2026-12-21T12:00:00.000Z",
    });
    expect(toDraft({ ...form, expiry: "never" }, now).expiresAt).toBeNull();
  });

  test.each([
    [{ name: " " }, { at: "name", reason: "name" }],
    [{ scopes: [] }, { at: "scopes", reason: "scopes" }],
    [{ networks: "10.0.0.0/8 office" }, { reason: "network_unknown", text: "office" }],
    [{ networks: "10.1.2.3/8" }, { reason: "network_inside", network: "10.0.0.0/8" }],
    [{ networks: "::ffff:10.0.0.0/104" }, { reason: "network_mapped" }],
    [{ networks: "10.0.0.1 ".repeat(51) }, { at: "networks", reason: "tooMany" }],
    [
      { expiry: "date" as const, date: "" },
      { at: "expiry", reason: "date" },
    ],
    [
      { expiry: "date" as const, date: "2026-11-01" },
      { at: "expiry", reason: "date" },
    ],
    [
      { expiry: "date" as const, date: "2046-11-01" },
      { at: "expiry", reason: "date" },
    ],
  ])("%j is wrong, and it says where", (part, fault) => {
    expect(tokenFault({ ...form, ...part }, now)).toMatchObject(fault);
  });

  test("takes a good one", () => {
    expect(tokenFault({ ...form, expiry: "date", date: "2027-01-31" }, now)).toBeNull();
  });
});

describe("the address of the readings", () => {
  test("printed and read again is the same, and nonsense is left out", () => {
    const text = "kind=api&token=0b8e7a52-3d3c-4d7e-9a86-3f4f4f0a1b2c&since=week&reading=12";

    expect(printReadingsAddress(parseReadingsAddress(new URLSearchParams(text))).toString()).toBe(
      text,
    );
    const wild = new URLSearchParams("kind=all&person=-1&token=x&since=ever&reading=1e3");
    expect(printReadingsAddress(parseReadingsAddress(wild)).toString()).toBe("");
  });

  test("asks the door for a time and not for a word", () => {
    const filter = { kind: null, person: "5", token: null, since: "day" as const };

    const query = Object.fromEntries(readingsQuery(filter, now));

    expect(query).toEqual({ person: "5", from: "2026-11-20T12:00:00.000Z" });
  });
});
