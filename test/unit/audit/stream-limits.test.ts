import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { hubCounts, STREAM_LIMITS } from "../../../lib/audit/index.ts";
import { openFeed } from "../../../lib/audit/entry-hub.ts";
import { takePlace } from "../../../lib/audit/stream-places.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import type { Db } from "../../../lib/db/index.ts";

function ctxOf(tokenId: string, db: unknown = {}): PortalCtx {
  return {
    ...{ requestId: "r", portalId: 7n, db: db as Db, now: () => new Date() },
    actor: { kind: "token", tokenId, name: "example" },
  };
}

describe("streams at a time", () => {
  test("are 200 of the whole process, whoever has them; one that ends makes room for one", () => {
    const holders = Array.from({ length: STREAM_LIMITS.all / STREAM_LIMITS.each }, (_, at) => at);
    const leave = holders.flatMap((holder) =>
      Array.from({ length: STREAM_LIMITS.each }, () => takePlace(ctxOf(`token-${holder}`))),
    );
    const refused = { code: "too_many_requests", retryAfterMs: 10_000 };
    const next = () => takePlace(ctxOf("newcomer"));

    expect(leave).toHaveLength(200);
    expect(next).toThrow(
      expect.objectContaining({
        ...refused,
        message: expect.stringMatching(/^Too many streams/) as string,
      }),
    );
    leave[0]?.();
    leave[0]?.();
    leave.push(next());
    expect(next).toThrow(expect.objectContaining(refused));

    for (const end of leave) end();
    next()();
  });
});

describe("looks at what is stored", () => {
  const state = { isAway: false };
  const db = {
    $queryRawUnsafe: () =>
      state.isAway
        ? Promise.reject(new Error("The database is away."))
        : Promise.resolve([{ portal_id: 7n, last_seq: 5n }]),
  };

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("become rarer while the database is away, and are as before when it is back", async () => {
    const feed = await openFeed(ctxOf("token", db));
    const looksIn = async (ms: number) => {
      const before = hubCounts().looks;
      await vi.advanceTimersByTimeAsync(ms);
      return hubCounts().looks - before;
    };

    expect(await looksIn(10_000)).toBe(20);
    state.isAway = true;
    // After pauses of 1, 2, 4 and 8 seconds one look every ten.
    expect(await looksIn(16_000)).toBeLessThanOrEqual(6);
    expect(await looksIn(60_000)).toBeLessThanOrEqual(7);
    state.isAway = false;
    expect(await looksIn(10_500)).toBeGreaterThan(0);
    expect(await looksIn(10_000)).toBe(20);
    feed.close();
  });
});
