import { describe, expect, test } from "vitest";
import { callerAddress, clientAddress, PEER_HEADER } from "../../../lib/http/client-address.ts";

function from(forwarded: string, peer = "192.0.2.9"): Request {
  const headers = { "x-forwarded-for": forwarded, [PEER_HEADER]: peer };
  return new Request("https://example.com/", { headers });
}

describe("the caller's address", () => {
  test("is the socket's without a proxy, whatever the caller claims", () => {
    expect(clientAddress(from("203.0.113.5"), 0)).toBe("192.0.2.9");
    expect(clientAddress(from("203.0.113.5", "::ffff:192.0.2.9"), 0)).toBe("192.0.2.9");
  });

  test("is counted from the right, so that what the caller wrote does not matter", () => {
    const request = from("198.51.100.1, 203.0.113.5, 10.0.0.2");

    expect(clientAddress(request, 1)).toBe("10.0.0.2");
    expect(clientAddress(request, 2)).toBe("203.0.113.5");
  });

  test("is unknown when there are fewer entries than proxies, or no address stands there", () => {
    expect(clientAddress(from("203.0.113.5"), 2)).toBeNull();
    expect(clientAddress(from("unknown"), 1)).toBeNull();
    expect(clientAddress(new Request("https://example.com/"), 1)).toBeNull();
    expect(clientAddress(new Request("https://example.com/"), 0)).toBeNull();
  });

  test.each([
    ["203.0.113.5:4711", "203.0.113.5"],
    ["::ffff:203.0.113.5", "203.0.113.5"],
    ["[2001:db8:1:2:3::4]:4711", "2001:db8:1:2::/64"],
    ["2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"],
  ])("%s counts as %s", (entry, expected) => {
    expect(clientAddress(from(entry), 1)).toBe(expected);
  });

  test.each([
    ["203.0.113.5:4711", "203.0.113.5"],
    ["::ffff:203.0.113.5", "203.0.113.5"],
    ["[2001:db8:1:2:3::4]:4711", "2001:db8:1:2:3::4"],
  ])("%s is shown whole as %s", (entry, expected) => {
    expect(callerAddress(from(entry), 1)).toBe(expected);
  });
});
