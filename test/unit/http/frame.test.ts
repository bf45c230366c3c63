import { describe, expect, test } from "vitest";
import { readCookie, sessionCookie, sessionCookieName } from "../../../lib/http/cookies.ts";
import { contentPolicy, findFrameOrigin } from "../../../lib/http/frame.ts";
import { openSeal, sealFor } from "../../../lib/http/seals.ts";

const origin = "https://portal.example.bitrix24.com";
const sessionId = "s".repeat(32);
const none = { ticket: null, framing: null, cookieHeader: null };

describe("seals", () => {
  test("one kind never passes for another", async () => {
    const ticket = await sealFor("ticket", { key: "k1", origin, sessionId });

    expect(await openSeal("ticket", ticket)).toMatchObject({ key: "k1", sessionId });
    expect(await openSeal("cookie", ticket)).toBeNull();
    expect(await openSeal("header", ticket)).toBeNull();
  });

  test.each(["", "x", "Fe26.2**", "a".repeat(5_000)])(
    "hostile text %# opens nothing",
    async (text) => {
      expect(await openSeal("cookie", text)).toBeNull();
    },
  );
});

describe("findFrameOrigin", () => {
  test("takes the origin of a ticket for this portal", async () => {
    const ticket = await sealFor("ticket", { key: "k1", origin, sessionId });

    expect(await findFrameOrigin({ ...none, pathname: "/p/k1/log", ticket })).toBe(origin);
  });

  test("another portal's ticket or cookie frames nothing", async () => {
    const ticket = await sealFor("ticket", { key: "k2", origin, sessionId });
    const seal = await sealFor("cookie", { key: "k2", origin, sessionId });
    const cookieHeader = `${sessionCookieName("k1")}=${seal}`;

    const found = await findFrameOrigin({ ...none, pathname: "/p/k1/log", ticket, cookieHeader });

    expect(found).toBeNull();
  });

  test("takes the sealed origin when there is neither ticket nor cookie", async () => {
    const framing = await sealFor("framing", { key: "", origin });

    expect(await findFrameOrigin({ ...none, pathname: "/denied", framing })).toBe(origin);
  });

  test("a sealed origin of another portal frames nothing", async () => {
    const framing = await sealFor("framing", { key: "k2", origin });

    expect(await findFrameOrigin({ ...none, pathname: "/p/k1/settings", framing })).toBeNull();
    expect(await findFrameOrigin({ ...none, pathname: "/p/k2/settings", framing })).toBe(origin);
  });

  test("takes the cookie of this portal", async () => {
    const seal = await sealFor("cookie", { key: "k1", origin, sessionId });
    const cookieHeader = `a=b; ${sessionCookieName("k1")}=${seal}`;

    expect(await findFrameOrigin({ ...none, pathname: "/p/k1/runs/1", cookieHeader })).toBe(origin);
  });

  test("without any proof nobody may frame the page", async () => {
    const frameOrigin = await findFrameOrigin({ ...none, pathname: "/p/k1/log" });
    const policy = contentPolicy({ nonce: "n", frameOrigin });

    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe-eval");
  });
});

describe("cookies", () => {
  test("the session cookie works in a third-party frame and not for scripts", () => {
    expect(sessionCookie("k1", "v")).toMatch(
      /^lb_k1=v; Path=\/; .*HttpOnly; Secure; SameSite=None; Partitioned$/,
    );
  });

  test("reads one cookie among others by its whole name", () => {
    expect(readCookie("xlb_k1=no; lb_k1=a=b; lb_k12=no", "lb_k1")).toBe("a=b");
    expect(readCookie(null, "lb_k1")).toBeNull();
  });
});
