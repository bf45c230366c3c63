import { runCompiled, type Db } from "../../db/index.ts";
import { eachAddress, eachNumber, eachPair, packNumbers, packPairs, type Cells } from "./cells.ts";
import { add, addressesOf, type CountChanges, type TallyChange } from "./count-rows.ts";
import { insertTallies, KEY_COLUMNS, keyColumns, PERIODS, type Tally } from "./insert-tallies.ts";

/** Writes changes of counts; the caller holds the portal's row of archive_index, so nobody else does meanwhile. */
export async function writeCounts(
  tx: Db,
  { portalId, changes }: { portalId: bigint; changes: CountChanges },
): Promise<void> {
  const days = [...changes.values()];
  if (days.length === 0) return;
  const found = await readStored(tx, { portalId, days });
  const tallies = days.map((day, place) => merge(day, found.get(place)));
  const filled = tallies.filter(({ total }) => total !== 0);
  await insertTallies(tx, { portalId, period: PERIODS.day, tallies: filled });
  const empty = tallies.filter(({ total }) => total === 0);
  if (empty.length > 0) {
    await runCompiled(tx, { text: DROP_EMPTY, values: [portalId, keysJson(empty)] });
  }
  // They are summed up anew when nothing more comes in.
  const months = [...new Set(days.map(({ start }) => `${start.slice(0, 7)}-01`))];
  await runCompiled(tx, { text: DROP_MONTHS, values: [portalId, months] });
}

interface Stored {
  place: number;
  parts: Uint8Array;
  pairs: Uint8Array;
}

const SAME = `d.portal_id = $1::bigint AND d.period = ${PERIODS.day} AND d.start = c.start AND d.keep = c.keep
    AND d.severity_id = c.severity_id AND d.type_id = c.type_id AND d.module_id = c.module_id
    AND d.site_id = c.site_id`;

const READ = `SELECT c.place, d.parts, d.pairs
  FROM json_to_recordset($2::json) AS c (place integer, ${KEY_COLUMNS}) JOIN entry_tally d ON ${SAME}`;

const DROP_EMPTY = `DELETE FROM entry_tally d USING json_to_recordset($2::json) AS c (${KEY_COLUMNS})
  WHERE ${SAME}`;

const DROP_MONTHS = `DELETE FROM entry_tally
  WHERE portal_id = $1::bigint AND period IN (${PERIODS.month}, ${PERIODS.whole})
    AND start = ANY($2::date[])`;

async function readStored(
  tx: Db,
  { portalId, days }: { portalId: bigint; days: TallyChange[] },
): Promise<Map<number, Stored>> {
  const stored = await runCompiled<Stored>(tx, {
    text: READ,
    values: [portalId, keysJson(days)],
  });
  return new Map(stored.map((one) => [one.place, one]));
}

function keysJson(tallies: Parameters<typeof keyColumns>[0][]): string {
  return JSON.stringify(tallies.map((tally, place) => ({ place, ...keyColumns(tally) })));
}

function merge(change: TallyChange, stored: Stored | undefined): Tally {
  const { parts, pairs, ...key } = change;
  if (stored !== undefined) {
    eachNumber(stored.parts, (part, count) => add(parts, part, count));
    eachPair(stored.pairs, (user, packed) => {
      const addresses = addressesOf(pairs, user);
      eachAddress(packed, { take: (address, count) => add(addresses, address, count) });
    });
  }
  const total = keepFilled(parts);
  const users: Cells = new Map();
  for (const [user, addresses] of pairs) users.set(user, keepFilled(addresses));
  keepFilled(users);
  for (const user of pairs.keys()) if (!users.has(user)) pairs.delete(user);
  const packed = { parts: packNumbers(parts), users: packNumbers(users), pairs: packPairs(pairs) };
  return { ...key, total, ...packed, addresses: null };
}

/** Leaves out values without entries; returns how many entries the others have. */
function keepFilled(cells: Cells<unknown>): number {
  let sum = 0;
  for (const [value, count] of cells) {
    if (count > 0) sum += count;
    else cells.delete(value);
  }
  return sum;
}
