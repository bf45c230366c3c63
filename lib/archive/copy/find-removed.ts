import type { PortalCtx } from "../../ctx.ts";
import { direct } from "../../db/index.ts";
import { KEEP_CLASSES } from "../keep/keep-class.ts";
import type { RemovedSpan } from "./coverage-view.ts";
import { keptSince, removedSpans, removedStretches, type RemovedClass } from "./removed-spans.ts";

export interface Removed {
  spans: RemovedSpan[];
  /** The first entry behind what was removed wholly; null where nothing was. */
  keptSince: Date | null;
}

/** What retention removed of the portal's log, `begin` being the first moment the log was known of. */
export async function findRemoved(
  ctx: PortalCtx,
  { begin }: { begin: Date | null },
): Promise<Removed> {
  const stretches = removedStretches(await readClasses(ctx), begin);
  if (stretches.length === 0) return { spans: [], keptSince: null };
  const from = new Date(Math.min(...stretches.map((stretch) => stretch.from.getTime())));
  const keptFrom = await readFirstKept(ctx, from);
  const spans = removedSpans(stretches, { keptFrom });
  return { spans, keptSince: keptSince(spans, keptFrom) };
}

// Two looks at the index by month for each class: a busy log leaves a run of numbers for every few entries.
async function readClasses({ db, portalId }: PortalCtx): Promise<RemovedClass[]> {
  const keeps = KEEP_CLASSES.filter((keep) => keep > 0);
  return direct(db).$queryRaw<RemovedClass[]>`/* kept plan */
    SELECT class.keep, oldest.month AS "firstMonth", newest.month AS "lastMonth",
      newest.removed_at AS "removedAt"
    FROM unnest(${keeps}::integer[]) AS class (keep)
    CROSS JOIN LATERAL (SELECT month FROM entry_removed
      WHERE portal_id = ${portalId}::bigint AND keep = class.keep::smallint
      ORDER BY month LIMIT 1) AS oldest
    CROSS JOIN LATERAL (SELECT month, removed_at FROM entry_removed
      WHERE portal_id = ${portalId}::bigint AND keep = class.keep::smallint
      ORDER BY month DESC LIMIT 1) AS newest`;
}

async function readFirstKept({ db, portalId }: PortalCtx, from: Date): Promise<Date | null> {
  const [entry] = await direct(db).$queryRaw<{ at: Date }[]>`/* kept plan */
    SELECT at FROM entry WHERE portal_id = ${portalId}::bigint AND at >= ${from}::timestamptz
    ORDER BY at, seq LIMIT 1`;
  return entry?.at ?? null;
}
