import type { PortalCtx } from "../../ctx.ts";
import { runCompiled, withTx, type Db } from "../../db/index.ts";
import { log } from "../../log.ts";
import {
  eachAddress,
  eachNumber,
  eachPair,
  packAddresses,
  packNumbers,
  packPairs,
} from "./cells.ts";
import type { Address, Cells, Pairs } from "./cells.ts";
import { add, addressesOf, type TallyKey } from "./count-rows.ts";
import { insertTallies, PERIODS, type Tally } from "./insert-tallies.ts";
import { TERMS_VERSION } from "./terms.ts";

/**
 * Sums up the days of months in which little is expected to change: not the newest, and not the oldest while the
 * copy goes on towards older entries. A later change drops the month's sums, and the next call makes them anew.
 */
export async function settleMonths(
  ctx: PortalCtx,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const months = await runCompiled<{ month: string }>(ctx.db, {
    text: UNSETTLED,
    values: [ctx.portalId],
  });
  for (const { month } of months) {
    if (signal.aborted) return;
    try {
      await withTx(ctx.db, async (tx) => settle({ ...ctx, db: tx }, month));
    } catch (error) {
      // Its days tell the same, and the next call tries it again: the other months need not wait for it.
      log("warn", "archive.month_not_settled", { portalId: ctx.portalId, month, error });
    }
  }
}

// Both kinds add up to the same, unless a version wrote them that knows only one: it may still run beside this one.
const sumOf = (period: number): string => `(SELECT sum(total) FROM entry_tally
      WHERE portal_id = $1::bigint AND period = ${period} AND start = month)`;

// From month to month by the index, not through all days.
const UNSETTLED = `WITH RECURSIVE m (month) AS (
    SELECT date_trunc('month', min(start)::timestamp)::date FROM entry_tally
    WHERE portal_id = $1::bigint AND period = ${PERIODS.day}
    UNION ALL
    SELECT (SELECT date_trunc('month', start::timestamp)::date FROM entry_tally
      WHERE portal_id = $1::bigint AND period = ${PERIODS.day}
        AND start >= (m.month + interval '1 month')::date ORDER BY start LIMIT 1)
    FROM m WHERE m.month IS NOT NULL
  )
  SELECT month::text FROM m WHERE month < (SELECT max(month) FROM m)
    AND ${sumOf(PERIODS.whole)} IS DISTINCT FROM coalesce(${sumOf(PERIODS.month)}, -1)
    AND (month > (SELECT min(month) FROM m) OR NOT EXISTS (SELECT FROM archive_copy
      WHERE portal_id = $1::bigint AND state IN ('new', 'filling')))
  ORDER BY month DESC`;

const LOCK = `SELECT 1 AS one FROM archive_index
  WHERE portal_id = $1::bigint AND version = ${TERMS_VERSION} FOR UPDATE SKIP LOCKED`;

async function settle({ db: tx, portalId }: PortalCtx, month: string): Promise<void> {
  const taken = await runCompiled(tx, { text: LOCK, values: [portalId] });
  if (taken.length === 0) return;
  await runCompiled(tx, { text: DROP, values: [portalId, month] });
  const days = await readDays(tx, { portalId, month });
  const groups = Map.groupBy(days, (day) => keyOf(day));
  const tallies = [...groups.values()].flatMap((group) => sumUp(month, group));
  await insertTallies(tx, { portalId, period: PERIODS.month, tallies });
  const classes = [...Map.groupBy(tallies, ({ keep }) => keep).values()].flatMap(joinGroups);
  await insertTallies(tx, { portalId, period: PERIODS.whole, tallies: classes });
}

const DROP = `DELETE FROM entry_tally WHERE portal_id = $1::bigint
  AND period IN (${PERIODS.month}, ${PERIODS.whole}) AND start = $2::date`;

interface Day extends Omit<TallyKey, "start"> {
  /** Day of the month, from 0. */
  day: number;
  total: number;
  pairs: Uint8Array;
}

const DAYS = `SELECT start - $2::date AS day, keep, severity_id AS "severityId", type_id AS "typeId",
    module_id AS "moduleId", site_id AS "siteId", total, pairs
  FROM entry_tally WHERE portal_id = $1::bigint AND period = ${PERIODS.day}
    AND start >= $2::date AND start < ($2::date + interval '1 month')::date`;

async function readDays(
  tx: Db,
  { portalId, month }: { portalId: bigint; month: string },
): Promise<Day[]> {
  return runCompiled<Day>(tx, { text: DAYS, values: [portalId, month] });
}

function keyOf({ keep, severityId, typeId, moduleId, siteId }: Day): string {
  return `${keep} ${severityId} ${typeId} ${moduleId} ${siteId}`;
}

function sumUp(start: string, days: Day[]): Tally[] {
  const [first] = days;
  if (first === undefined) return [];
  const { keep, severityId, typeId, moduleId, siteId } = first;
  const parts: Cells = new Map();
  const users: Cells = new Map();
  const pairs: Pairs = new Map();
  const addresses: Cells<Address> = new Map();
  let total = 0;
  for (const day of days) {
    total += day.total;
    add(parts, day.day, day.total);
    eachPair(day.pairs, (user, packed) => {
      const own = addressesOf(pairs, user);
      const take = (address: Address, count: number): void => {
        add(users, user, count);
        add(own, address, count);
        add(addresses, address, count);
      };
      eachAddress(packed, { take });
    });
  }
  const packed = {
    parts: packNumbers(parts),
    users: packNumbers(users),
    pairs: packPairs(pairs),
    addresses: packAddresses(addresses),
  };
  return [{ start, keep, severityId, typeId, moduleId, siteId, total, ...packed }];
}

function joinGroups(tallies: Tally[]): Tally[] {
  const [first] = tallies;
  if (first === undefined) return [];
  const users: Cells = new Map();
  const addresses: Cells<Address> = new Map();
  let total = 0;
  for (const tally of tallies) {
    total += tally.total;
    eachNumber(tally.users, (user, count) => add(users, user, count));
    const take = (address: Address, count: number): void => add(addresses, address, count);
    if (tally.addresses !== null) eachAddress(tally.addresses, { take });
  }
  const packed = {
    parts: packNumbers(new Map()),
    users: packNumbers(users),
    pairs: packPairs(new Map()),
    addresses: packAddresses(addresses),
  };
  const none = { severityId: 0, typeId: 0, moduleId: 0, siteId: 0 };
  return [{ start: first.start, keep: first.keep, ...none, total, ...packed }];
}
