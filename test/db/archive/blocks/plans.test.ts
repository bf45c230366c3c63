import { expect, test } from "vitest";
import { blockSizes, readRows } from "../../../../lib/archive/blocks/read-rows.ts";
import { readChainPage } from "../../../../lib/archive/keep/chain-page.ts";
import { runsText } from "../../../../lib/archive/keep/removed-between.ts";
import { IS_NEW_ADDRESS } from "../../../../lib/archive/store/seen-addresses.ts";
import { runCompiled, type Db } from "../../../../lib/db/index.ts";
import { createTestDb } from "../../../support/index.ts";
import { Prisma } from "../../../../prisma/generated/client.ts";
import { append, drawEntries, makePortalCtx } from "./bed.ts";

const { db } = await createTestDb();
const old = await makePortalCtx(db);
const fresh = await makePortalCtx(db);
await append(old, drawEntries(3_000));
await db.$executeRaw`ANALYZE entry`;
await append(fresh, drawEntries(3_000, { seed: 2 }));

const { portalId } = fresh;
const span = { firstSeq: 1_025n, lastSeq: 1_088n };

test.each<[string, (asked: Db) => Promise<unknown>]>([
  ["read", async (tx) => readRows(tx, { portalId, ...span, blockSize: 64, texts: new Map() })],
  ["measured", async (tx) => blockSizes(tx, { portalId, ...span, blockSize: 64 })],
  [
    "verified",
    async (tx) =>
      readChainPage({ ...fresh, db: tx }, { after: 1_024n, upTo: 1_088n, texts: new Map() }),
  ],
  [
    "noted as removed",
    async (tx) =>
      runCompiled(tx, { text: runsText("entry"), values: [portalId, span.firstSeq, span.lastSeq] }),
  ],
])(
  "rows of a portal that is newer than the statistics are %s by their numbers alone",
  async (_, ask) => {
    const plan = await planOf(ask);

    expect(plan).toMatch(/Scan (?:using|on) entry_\w+_portal_id_seq_idx/);
    expect(plan).not.toMatch(/portal_id_(?:at_seq|type_id_at|user_id_at)_idx/);
    expect(plan).not.toContain("Rows Removed by Filter");
  },
);

test("whether an address is new is looked up for each row, and not gathered of all portals first", async () => {
  await db.$executeRaw`ANALYZE archive_seen, archive_head`;
  const lines = await db.$queryRawUnsafe<{ "QUERY PLAN": string }[]>(
    `EXPLAIN SELECT ${IS_NEW_ADDRESS} FROM entry e`,
  );
  const plan = lines.map((line) => line["QUERY PLAN"]).join("\n");

  expect(plan).toContain("archive_seen_first");
  expect(plan).not.toContain("hashed");
});

/** The plan of the first statement that the work sends. */
async function planOf(ask: (asked: Db) => Promise<unknown>): Promise<string> {
  let plan: Promise<{ "QUERY PLAN": string }[]> | undefined;
  const explain = (text: string, values: unknown[]): void => {
    plan ??= db.$queryRawUnsafe(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${text}`, ...values);
  };
  const asked = new Proxy(db, {
    get: (target, name, self) => {
      if (name === "$queryRawUnsafe") {
        return async (text: string, ...values: unknown[]) => {
          explain(text, values);
          return target.$queryRawUnsafe(text, ...values);
        };
      }
      if (name === "$queryRaw") {
        return async (parts: TemplateStringsArray, ...values: unknown[]) => {
          const sql = Prisma.sql(parts, ...values);
          explain(sql.text, sql.values);
          return target.$queryRaw(sql);
        };
      }
      return Reflect.get(target, name, self) as unknown;
    },
  });
  await ask(asked);
  return ((await plan) ?? []).map((line) => line["QUERY PLAN"]).join("\n");
}
