import { setTimeout as delay } from "node:timers/promises";
import { appendEntries, indexPortal, parsePortalEntry } from "../../lib/archive/index.ts";
import { isDatabaseAway, type RootDb } from "../../lib/db/index.ts";
import { testPortalCtx } from "../support/ctx.ts";
import { makeEntries } from "./make-entries.ts";
import type { PortalPlan } from "./plan.ts";
import { noteCopied, seedPortal } from "./seed-portal.ts";

const CHUNK = 2_000;
const INDEX_EVERY = 50_000;
const MAX_TRIES = 5;

interface FillInput {
  plan: PortalPlan;
  /** Rows of an earlier run. */
  onFound: (count: number) => void;
  onStored: (count: number) => void;
}

/** Appends what the portal does not have yet, and indexes it: a stopped run is gone on with where it stood. */
export async function fillPortal(
  db: RootDb,
  { plan, onFound, onStored }: FillInput,
): Promise<void> {
  const portalId = await seedPortal(db, plan);
  const ctx = testPortalCtx(db, { portalId });
  const { signal } = new AbortController();
  const head = await db.archiveHead.findUnique({ where: { portalId } });
  const done = Number(head?.lastSeq ?? 0n);
  onFound(done);
  let sinceIndex = 0;
  for (const chunk of chunksOf(makeEntries(plan, done))) {
    const rows = chunk.map((row) => parsePortalEntry(row));
    await patiently(() => appendEntries(ctx, { epoch: 0, rows }));
    onStored(rows.length);
    sinceIndex += rows.length;
    if (sinceIndex < INDEX_EVERY) continue;
    await patiently(() => indexPortal(ctx, { signal }));
    sinceIndex = 0;
  }
  await patiently(() => indexPortal(ctx, { signal }));
  await noteCopied(db, { portalId, readAt: plan.until });
}

// A busy machine answers too late at times; rows that were stored all the same are known then.
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === MAX_TRIES || !isDatabaseAway(error)) throw error;
      await delay(tries * 2_000);
    }
  }
}

function* chunksOf<T>(items: Iterable<T>): Generator<T[], void, void> {
  let chunk: T[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
