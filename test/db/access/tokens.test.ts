import { describe, expect, test } from "vitest";
import { createToken, proveToken } from "../../../lib/access/index.ts";
import { hashSecret } from "../../../lib/db/index.ts";
import { adminCtx, makeToken } from "../../support/access.ts";
import { createTestDb, makePortal, testCtx, testPortalCtx } from "../../support/index.ts";

const { db } = await createTestDb();
const base = testCtx(db);
const DAY_MS = 86_400_000;

async function newToken(input: Partial<Parameters<typeof makeToken>[1]> = {}) {
  const { portal } = await makePortal(db);
  return { portal, ...(await makeToken(db, { portalId: portal.id, ...input })) };
}

describe("a new token", () => {
  test("has 64 characters with a fixed start, and only its hash is stored", async () => {
    const { token, view } = await newToken();

    const row = await db.apiToken.findUniqueOrThrow({ where: { id: view.id } });

    expect(token).toMatch(/^lb_[A-Za-z0-9_-]{61}$/);
    expect(view).toMatchObject({ prefix: token.slice(0, 9), state: "active", lastUsedAt: null });
    expect(Buffer.from(row.hash)).toEqual(hashSecret(token));
    expect(Object.values(row).map(String).join(" ")).not.toContain(token.slice(9));
  });

  test("keeps networks in their usual form, each once", async () => {
    const { view } = await newToken({ networks: ["10.0.0.0/8", " 10.0.0.0/8", "2001:DB8::1"] });

    expect(view.networks).toEqual(["10.0.0.0/8", "2001:db8::1"]);
  });

  test.each([
    [{ networks: ["10.0.0.0/8", "office"] }, "networks.1", "is not an address or network"],
    [{ networks: ["10.0.0.5/8"] }, "networks.0", "is inside a network: write 10.0.0.0/8"],
    [{ networks: ["::ffff:10.0.0.1"] }, "networks.0", "write it as IPv4"],
    [{ scopes: [] }, "scopes", "choose at least one"],
    [{ name: "  " }, "name", "is empty"],
    [{ expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt", "is in the past"],
    [{ expiresAt: "2099-01-01T00:00:00Z" }, "expiresAt", "more than ten years away"],
  ] as const)("refuses %j and says where", async (wrong, at, words) => {
    const { portal } = await makePortal(db);
    const input = { name: "x", scopes: ["log:read"], networks: [], expiresAt: null, ...wrong };

    const made = createToken(adminCtx(db, portal.id), input as never);

    await expect(made).rejects.toMatchObject({
      code: "invalid_input",
      details: [{ at, message: expect.stringContaining(words) as string }],
    });
  });

  test("is for administrators to make: no reader and no token", async () => {
    const { portal } = await makePortal(db);
    const input = { name: "x", scopes: ["log:read" as const], expiresAt: null };
    const actors = [
      { kind: "user", userId: 7, isAdmin: false },
      { kind: "token", tokenId: "t", name: "t" },
    ] as const;

    for (const actor of actors) {
      const ctx = testPortalCtx(db, { portalId: portal.id, overrides: { actor } });
      await expect(createToken(ctx, input)).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await db.apiToken.count({ where: { portalId: portal.id } })).toBe(0);
  });

  test("is refused beyond 50 that live, and a revoked one makes room", async () => {
    const { portal, view } = await newToken();
    for (let made = 1; made < 50; made += 1) await makeToken(db, { portalId: portal.id });

    const refused = makeToken(db, { portalId: portal.id });
    await expect(refused).rejects.toMatchObject({ code: "conflict" });
    await db.apiToken.update({ where: { id: view.id }, data: { revokedAt: new Date() } });

    expect((await makeToken(db, { portalId: portal.id })).view.state).toBe("active");
  });
});

describe("proving a token", () => {
  test("gives the context of its own portal with the token as actor", async () => {
    const { portal, token, view } = await newToken({ name: "Grafana" });

    const proven = await proveToken(base, { token, scope: "log:read", address: "203.0.113.9" });

    expect(proven).toMatchObject({ tokenId: view.id, name: "Grafana" });
    expect(proven.ctx).toMatchObject({
      portalId: portal.id,
      actor: { kind: "token", tokenId: view.id, name: "Grafana" },
    });
  });

  test.each([
    ["nothing", ""],
    ["only the start", "lb_"],
    ["one that nobody made", `lb_${"A".repeat(61)}`],
    ["another start", `xx_${"A".repeat(61)}`],
    ["a very long text", "A".repeat(5_000)],
  ])("refuses %s", async (_name, token) => {
    const proven = proveToken(base, { token, scope: "log:read", address: null });

    await expect(proven).rejects.toMatchObject({ code: "unauthorized" });
  });

  test("says that it is over when its time has come, and not that it is unknown", async () => {
    const expiresAt = new Date(Date.now() + DAY_MS).toISOString();
    const { token } = await newToken({ expiresAt });
    const later = testCtx(db, { now: () => new Date(Date.parse(expiresAt)) });

    await proveToken(base, { token, scope: "log:read", address: null });
    const proven = proveToken(later, { token, scope: "log:read", address: null });

    await expect(proven).rejects.toMatchObject({ code: "token_expired" });
  });

  test("does not tell a revoked token from an unknown one", async () => {
    const { token, view } = await newToken();
    await db.apiToken.update({ where: { id: view.id }, data: { revokedAt: new Date() } });

    const unknown = proveToken(base, { token: "lb_x", scope: "log:read", address: null });
    const revoked = proveToken(base, { token, scope: "log:read", address: null });

    const words = await unknown.catch((error: unknown) => (error as Error).message);
    await expect(revoked).rejects.toMatchObject({ code: "unauthorized", message: words });
  });

  test.each(["removed", "suspended"])("refuses the token of a %s portal", async (state) => {
    const { portal, token } = await newToken();
    await db.portal.update({ where: { id: portal.id }, data: { state } });

    const proven = proveToken(base, { token, scope: "log:read", address: null });

    await expect(proven).rejects.toMatchObject({ code: "forbidden" });
  });

  test("asks for the scope by its name", async () => {
    const { token } = await newToken({ scopes: ["runs:read"] });

    const proven = proveToken(base, { token, scope: "log:read", address: null });

    await expect(proven).rejects.toMatchObject({
      code: "forbidden",
      message: "The API token lacks the scope log:read.",
    });
    await expect(proveToken(base, { token, scope: null, address: null })).resolves.toBeDefined();
  });

  test.each([
    ["203.0.113.9", true],
    ["203.0.114.9", false],
    ["2001:db8:0:1::5", true],
    ["2001:db8:0:2::5", false],
    [null, false],
  ])("from %s is allowed by its networks: %s", async (address, isAllowed) => {
    const { token } = await newToken({ networks: ["203.0.113.0/24", "2001:db8:0:1::/64"] });

    const proven = proveToken(base, { token, scope: "log:read", address });

    if (isAllowed) await expect(proven).resolves.toBeDefined();
    else await expect(proven).rejects.toMatchObject({ code: "forbidden" });
  });
});
