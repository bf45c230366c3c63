import { expect, test } from "vitest";
import { makePicking } from "../../../lib/archive/pick/pick-plan.ts";
import { pickKeys } from "../../../lib/archive/pick/pick-keys.ts";
import type { RowTest, SortField } from "../../../lib/archive/pick/row-test.ts";
import { inSnapshot, type Snapshot } from "../../../lib/archive/search/snapshot.ts";
import { appendEntries } from "../../../lib/archive/index.ts";
import { createTestDb, makePortal, testPortalCtx } from "../../support/index.ts";
import { openApi } from "./bed.ts";

const ROWS = 4_000;
const { db } = await createTestDb();
const { portal } = await makePortal(db);
const ctx = testPortalCtx(db, { portalId: portal.id });
for (let start = 0; start < ROWS; start += 1_000) {
  await appendEntries(ctx, {
    epoch: 0,
    rows: Array.from({ length: 1_000 }, (_, at) => ({
      ...{ nativeId: String(start + at + 1), severity: "INFO", auditTypeId: "USER_LOGIN" },
      // The later its number, the earlier an entry's time, as in a log that is copied backwards.
      timestampX: new Date(Date.parse("2026-11-01T10:00:00Z") - (start + at) * 1_000).toISOString(),
      ...{ moduleId: "main", itemId: "1", remoteAddr: "", userAgent: null, requestUri: "/" },
      ...{ siteId: "s1", userId: 1 + (at % 3), guestId: null, description: null },
    })),
  });
}

/** The same, with a note of how many rows each statement looked through. */
function watched(snapshot: Snapshot, ranges: [string, string][]): Snapshot {
  const { db: real } = snapshot;
  return {
    ...snapshot,
    db: {
      $queryRaw: real.$queryRaw.bind(real),
      $executeRaw: real.$executeRaw.bind(real),
      $queryRawUnsafe: async (text, ...values) => {
        if (text.includes("e.seq >")) ranges.push([String(values[1]), String(values[2])]);
        return real.$queryRawUnsafe(text, ...values);
      },
    },
  };
}

const after: RowTest = { kind: "all", items: [{ kind: "after", seq: "3990" }] };
const order = (field: SortField, isDescending: boolean) => [
  { field, isDescending },
  { field: "seq" as const, isDescending },
];
const LAST = Array.from({ length: 10 }, (_, at) => BigInt(3_991 + at));

test.each([false, true])(
  "what comes after a number is looked for from there on only (descending: %s)",
  async (isDescending) => {
    const ranges: [string, string][] = [];

    const keys = await inSnapshot(ctx, {}, async (snapshot) => {
      const picking = await makePicking(watched(snapshot, ranges), {
        from: null,
        to: null,
        test: after,
      });
      return pickKeys(picking, { order: [{ field: "seq", isDescending }], wanted: 100 });
    });

    expect(keys?.map(({ seq }) => seq)).toEqual(isDescending ? LAST.toReversed() : LAST);
    expect(ranges).toEqual([["3990", "4000"]]);
  },
);

test.each([
  ["second", false],
  ["second", true],
  ["userId", false],
] as [SortField, boolean][])(
  "so it is where the order is by %s (descending: %s)",
  async (field, isDescending) => {
    const keys = await inSnapshot(ctx, {}, async (snapshot) => {
      const picking = await makePicking(snapshot, { from: null, to: null, test: after });
      return pickKeys(picking, { order: order(field, isDescending), wanted: 4 });
    });

    const seqs = keys?.map(({ seq }) => Number(seq));
    const expected = {
      // Their times go back while their numbers rise.
      second: isDescending ? [3_991, 3_992, 3_993, 3_994] : [4_000, 3_999, 3_998, 3_997],
      userId: [3_991, 3_994, 3_997, 4_000],
    };
    expect(seqs).toEqual(expected[field as "second" | "userId"]);
  },
);

test("counts what comes after a number, near the end and far from it", async () => {
  const { call } = openApi(ctx);
  const count = async (seq: string) =>
    (await call({ after: seq, countOutput: true, filter: { userid: 1 } })).result;

  // One of three entries is of user 1, beginning anew with each thousand.
  expect(await count("3990")).toBe("4");
  expect(await count("0")).toBe(String(4 * 334));
  expect(await count("4000")).toBe("0");
});
