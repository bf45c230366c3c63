import { expect, test } from "vitest";
import { askInParts } from "../../../../lib/archive/search/ask-in-parts.ts";
import { resolveLookups, type Lookup } from "../../../../lib/archive/search/lookups.ts";
import { openParams } from "../../../../lib/archive/search/params.ts";
import { makePlan } from "../../../../lib/archive/search/plan.ts";
import { QueryInput, readQuery } from "../../../../lib/archive/search/read-query.ts";
import { ask, inSnapshot } from "../../../../lib/archive/search/snapshot.ts";
import { compileTest } from "../../../../lib/archive/search/target.ts";
import type { Db } from "../../../../lib/db/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { append, drawEntry, makeCtx, NAMES, nameUsers, openPick } from "./bed.ts";

const { db } = await createTestDb();
const ctx = await makeCtx(db);
const pick = openPick();
await append(
  ctx,
  Array.from({ length: 40 }, (_, id) => drawEntry(pick, { id: id + 1 })),
);
await nameUsers(ctx);

const ITEMS = Array.from({ length: 300 }, (_, at) => at);

/** Takes ten milliseconds an item. */
async function askSlowly(limits: { effortMs: number; statementMs: number }) {
  return inSnapshot(ctx, limits, async (snapshot) =>
    askInParts<number, { item: number }>(snapshot, {
      items: ITEMS,
      toText: (
        some,
        params,
      ) => `SELECT item FROM unnest(${params.add(some, "integer[]")}) AS t (item)
        WHERE pg_sleep(0.01 + 0 * item) IS NOT NULL`,
    }),
  );
}

test("what one statement has no time for is asked in parts, each thing once", async () => {
  const rows = await askSlowly({ effortMs: 60_000, statementMs: 1_000 });

  expect(rows?.map(({ item }) => item)).toEqual(ITEMS);
});

test("nothing is told when all time is over", async () => {
  expect(await askSlowly({ effortMs: 1, statementMs: 1_000 })).toBeNull();
});

test("names that cannot be looked up in time are left to each row, the others are found", async () => {
  const users: Lookup = { source: "user", likes: ["%a%"] };
  const types: Lookup = { source: "type", likes: ["user_authorize"] };
  const resolve = async () =>
    inSnapshot(ctx, { effortMs: 60_000, statementMs: 2_000 }, async (snapshot) =>
      resolveLookups(snapshot, [users, types]),
    );

  const found = await resolve();
  const hindered = await db.$transaction(
    async (tx: Db) => {
      await tx.$executeRaw`LOCK TABLE user_name IN ACCESS EXCLUSIVE MODE`;
      return resolve();
    },
    { timeout: 30_000 },
  );

  const named = Object.entries(NAMES).filter(([, names]) => names.some((name) => /a/i.test(name)));
  expect(found.find(users)).toEqual(named.map(([id]) => Number(id)));
  expect(hindered.find(users)).toBeNull();
  expect(found.find(types)).toHaveLength(1);
  expect(hindered.find(types)).toEqual(found.find(types));
});

test("values that there was no time to look up are told from blank ones by each row", async () => {
  const query = readQuery(ctx, QueryInput.parse({ q: "module:*" }));
  const counts = await inSnapshot(ctx, {}, async (snapshot) => {
    const { portalId } = snapshot;
    const find = { known: (await makePlan(snapshot, query)).lookups.find, unknown: () => null };
    const count = async (way: keyof typeof find): Promise<number | undefined> => {
      const params = openParams();
      const input = { clock: query.clock, portalId, find: find[way], params };
      const text = `SELECT count(*)::integer AS n FROM entry e
        WHERE e.portal_id = ${params.add(portalId, "bigint")} AND ${compileTest(query.node, input)}`;
      return (await ask<{ n: number }>(snapshot, text, params))[0]?.n;
    };
    return { known: await count("known"), unknown: await count("unknown") };
  });

  expect(counts.known).toBeGreaterThan(0);
  expect(counts.known).toBeLessThan(40);
  expect(counts.unknown).toBe(counts.known);
});
