import { afterEach } from "vitest";
import { indexPortal } from "../../../../lib/archive/blocks/index-portal.ts";
import { dropMonths } from "../../../../lib/archive/keep/drop-months.ts";
import { saveRetention } from "../../../../lib/archive/keep/retention.ts";
import { verifyChain, type Verdict } from "../../../../lib/archive/keep/verify.ts";
import type { RetentionRules } from "../../../../lib/archive/keep/schemas.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";
import type { RootDb } from "../../../../lib/db/index.ts";
import { append, makeArchive, makeEntry, shift } from "./bed.ts";

const { signal } = new AbortController();
const DEBUG: RetentionRules = { months: 36, rules: [{ severities: ["DEBUG"], months: 1 }] };

/** Whatever a test left is dropped after it, so that each sees its own months. */
export function dropAllAfterEach(db: RootDb): void {
  afterEach(async () => {
    await dropMonths(
      { requestId: "x", actor: { kind: "system" }, now: () => new Date("2199-01-01"), db },
      { signal },
    );
  });
}

/** An archive of its own month, 2 of 3 entries debug ones that are kept one month. */
export async function makeMixed(
  db: RootDb,
  { month, count = 300 }: { month: string; count?: number },
): Promise<PortalCtx> {
  const ctx = await makeArchive(db, { now: new Date(`${month}-28T12:00:00Z`) });
  await saveRetention(ctx, { rules: DEBUG });
  await db.archiveSetting.updateMany({ data: { resortSince: null } });
  await appendMixed(ctx, { month, first: 1, count });
  await indexPortal(ctx, { signal });
  return ctx;
}

export async function appendMixed(
  ctx: PortalCtx,
  { month, first, count }: { month: string; first: number; count: number },
): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) =>
    makeEntry(first + index, {
      timestampX: `${month}-10T10:00:00+00:00`,
      severity: index % 3 === 0 ? "INFO" : "DEBUG",
    }),
  );
  await append(ctx, rows);
}

export async function countedOf({ db, portalId }: PortalCtx): Promise<Record<string, number>> {
  const days = await db.entryTally.groupBy({
    by: ["keep"],
    where: { portalId, period: 0 },
    _sum: { total: true },
  });
  return Object.fromEntries(days.map(({ keep, _sum }) => [keep, _sum.total ?? 0]));
}

/** By a clock that is behind all removals of the tests: none of them lies in its future. */
export async function verifyLater(ctx: PortalCtx): Promise<Verdict> {
  return verifyChain(shift(ctx, "2150-01-01T00:00:00Z"));
}
