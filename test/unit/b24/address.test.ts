import { describe, expect, test } from "vitest";
import { assertHostAllowed, guardedLookup, isPublicAddress } from "../../../lib/b24/address.ts";

const PRIVATE = [
  "127.0.0.1",
  "10.1.2.3",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "0.0.0.0",
  "100.64.0.1",
  "224.0.0.1",
  "::1",
  "::",
  "fe80::1",
  "fd00::1",
  "::ffff:127.0.0.1",
  "::ffff:10.0.0.1",
  "64:ff9b::a00:1",
  "2002:a00:1::",
];

describe("isPublicAddress", () => {
  test.each(PRIVATE)("refuses %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])("takes %s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe("assertHostAllowed", () => {
  test.each(["localhost", "app.localhost", "127.0.0.1", "[::1]", "10.0.0.1"])(
    "refuses %s before any request",
    (host) => {
      expect(() => {
        assertHostAllowed(host, false);
      }).toThrow(/not a public/);
    },
  );

  test("takes a private host when the operator allows it", () => {
    expect(() => {
      assertHostAllowed("127.0.0.1", true);
    }).not.toThrow();
  });
});

describe("guardedLookup", () => {
  test("hands no private address to the socket", async () => {
    const error = await new Promise((resolve) => {
      guardedLookup(false)("localhost", { all: true }, (fault) => {
        resolve(fault);
      });
    });

    expect((error as Error).message).toMatch(/not a public/);
  });
});
