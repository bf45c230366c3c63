import { describe, expect, test } from "vitest";
import { listTokens, proveToken } from "../../../lib/access/index.ts";
import { flushUses } from "../../../lib/access/note-use.ts";
import type { RootDb } from "../../../lib/db/index.ts";
import { adminCtx, makeToken } from "../../support/access.ts";
import { createTestDb, makePortal, testCtx } from "../../support/index.ts";

const { db } = await createTestDb();
const base = testCtx(db);

const rowOf = async (id: string) => db.apiToken.findUniqueOrThrow({ where: { id } });

async function newToken() {
  const { portal } = await makePortal(db);
  return makeToken(db, { portalId: portal.id });
}

describe("the last use", () => {
  test("is written beside the call, at most once a minute", async () => {
    const { token, view } = await newToken();

    await proveToken(base, { token, scope: "log:read", address: "203.0.113.1" });
    await flushUses();
    const first = await db.apiToken.findUniqueOrThrow({ where: { id: view.id } });
    await proveToken(base, { token, scope: "log:read", address: "203.0.113.2" });
    await flushUses();
    const second = await db.apiToken.findUniqueOrThrow({ where: { id: view.id } });

    expect(first).toMatchObject({
      lastAddress: "203.0.113.1",
      lastUsedAt: expect.any(Date) as Date,
    });
    expect(second).toEqual(first);
  });

  test.each([
    ["expired", { expiresAt: new Date(Date.now() - 1_000) }, {}],
    ["revoked", { revokedAt: new Date() }, {}],
    ["network", { networks: ["10.0.0.0/8"] }, {}],
    ["scope", {}, { scope: "runs:read" as const }],
  ])("of a token that is refused (%s) is told as its last refusal", async (reason, data, ask) => {
    const { token, view } = await newToken();
    await db.apiToken.update({ where: { id: view.id }, data });
    const input = { token, scope: "log:read" as const, address: "203.0.113.1", ...ask };
    await expect(proveToken(base, input)).rejects.toMatchObject({ name: "AppError" });
    await flushUses();

    const [told] = (await listTokens(adminCtx(db, (await rowOf(view.id)).portalId))).items;

    expect(told).toMatchObject({
      lastUsedAt: null,
      refused: { at: expect.any(String) as string, address: "203.0.113.1", reason },
    });
  });

  test("and a refusal are told beside each other, and each reason at most once a minute", async () => {
    const { token, view } = await newToken();
    const ask = async (scope: "log:read" | "runs:read", address: string) =>
      proveToken(base, { token, scope, address }).catch(() => null);

    await ask("runs:read", "203.0.113.1");
    await flushUses();
    const first = await rowOf(view.id);
    await ask("runs:read", "203.0.113.2");
    await ask("log:read", "203.0.113.3");
    await flushUses();

    const { refusedAt, refusedAddress, lastAddress } = await rowOf(view.id);
    expect({ refusedAt, refusedAddress }).toEqual({
      refusedAt: first.refusedAt,
      refusedAddress: "203.0.113.1",
    });
    expect(lastAddress).toBe("203.0.113.3");
  });

  test("and refusals for two reasons in turn: the last one is the one that is told", async () => {
    const { token, view } = await newToken();
    const ask = async (address: string) => {
      await proveToken(base, { token, scope: "runs:read", address }).catch(() => null);
      await flushUses();
      const { refusedFor, refusedAddress } = await rowOf(view.id);
      return [refusedFor, refusedAddress];
    };
    const setEnd = async (expiresAt: Date | null) => {
      await db.apiToken.update({ where: { id: view.id }, data: { expiresAt } });
    };

    expect(await ask("203.0.113.1")).toEqual(["scope", "203.0.113.1"]);
    await setEnd(new Date(0));
    expect(await ask("203.0.113.2")).toEqual(["expired", "203.0.113.2"]);
    await setEnd(null);
    expect(await ask("203.0.113.3")).toEqual(["scope", "203.0.113.3"]);
  });

  test("holds up and fails nothing when it cannot be written", async () => {
    const { token, view } = await newToken();
    const broken: RootDb = db.$extends({
      query: {
        apiToken: { updateMany: async () => Promise.reject(new Error("The database is away.")) },
      },
    }) as never;
    const ctx = testCtx(broken);

    const refused = proveToken(ctx, { token, scope: "runs:read", address: null });
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    await expect(proveToken(ctx, { token, scope: null, address: null })).resolves.toBeDefined();
    await flushUses();
    expect((await rowOf(view.id)).refusedAt).toBeNull();

    // It is written the next time: what was not noted does not count for the minute.
    const again = proveToken(base, { token, scope: "runs:read", address: null });
    await expect(again).rejects.toMatchObject({ code: "forbidden" });
    await flushUses();
    expect(await rowOf(view.id)).toMatchObject({ refusedFor: "scope", refusedAddress: null });
  });

  test("is not written for a call that is refused", async () => {
    const { token, view } = await newToken();

    const proven = proveToken(base, { token, scope: "runs:read", address: null });
    await expect(proven).rejects.toMatchObject({ code: "forbidden" });
    await flushUses();

    const row = await db.apiToken.findUniqueOrThrow({ where: { id: view.id } });
    expect(row.lastUsedAt).toBeNull();
  });
});
