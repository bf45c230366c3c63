import { addressCell, userCell } from "../../../../lib/archive/blocks/cell-values.ts";
import {
  eachAddress,
  eachNumber,
  eachPair,
  type Address,
} from "../../../../lib/archive/blocks/cells.ts";
import type { PortalCtx } from "../../../../lib/ctx.ts";

type Counts = Map<string, number>;

const [DAY, MONTH, WHOLE] = [0, 1, 2];

/** What the counts say differently from the rows that they must hold: nothing when all is well. */
export async function findWrongCounts(ctx: PortalCtx): Promise<string[]> {
  const [rows, counts] = [await countRows(ctx), await readCounts(ctx)];
  const keys = new Set([...rows.keys(), ...counts.keys()]);
  return [...keys].filter((key) => rows.get(key) !== counts.get(key));
}

function add(counts: Counts, key: unknown[], by: number): void {
  const text = JSON.stringify(key);
  counts.set(text, (counts.get(text) ?? 0) + by);
}

/** Each cell with its entries; months only where they are summed up. */
async function countRows({ db, portalId }: PortalCtx): Promise<Counts> {
  const index = await db.archiveIndex.findUnique({ where: { portalId } });
  const where = { portalId, seq: { lte: index?.indexedSeq ?? 0n } };
  const settled = await db.entryTally.findMany({ where: { portalId, period: MONTH } });
  const months = new Set(settled.map(({ start }) => start.toISOString().slice(0, 7)));
  const counts: Counts = new Map();
  for (const row of await db.entry.findMany({ where })) {
    const day = row.at.toISOString().slice(0, 10);
    const ids = [row.keep, row.severityId, row.typeId, row.moduleId, row.siteId ?? 0];
    const user = userCell(row.userId);
    const address = addressCell(row.addrText ?? row.addr);
    const quarter = Math.floor((row.at.getTime() % 86_400_000) / 900_000);
    take(counts, { key: [DAY, day, ...ids], part: quarter, user, address, by: 1 });
    if (!months.has(day.slice(0, 7))) continue;
    const month = [MONTH, `${day.slice(0, 7)}-01`, ...ids];
    take(counts, { key: month, part: row.at.getUTCDate() - 1, user, address, by: 1 });
    add(counts, [...month, "address", address], 1);
    const whole = [WHOLE, `${day.slice(0, 7)}-01`, row.keep, 0, 0, 0, 0];
    add(counts, [...whole, "total"], 1);
    add(counts, [...whole, "user", user], 1);
    add(counts, [...whole, "address", address], 1);
  }
  return counts;
}

interface Taken {
  key: unknown[];
  part: number;
  user: number;
  address: Address;
  by: number;
}

function take(counts: Counts, { key, part, user, address, by }: Taken): void {
  add(counts, [...key, "total"], by);
  add(counts, [...key, "part", part], by);
  add(counts, [...key, "user", user], by);
  add(counts, [...key, "pair", user, address], by);
}

async function readCounts({ db, portalId }: PortalCtx): Promise<Counts> {
  const counts: Counts = new Map();
  for (const tally of await db.entryTally.findMany({ where: { portalId } })) {
    const ids = [tally.keep, tally.severityId, tally.typeId, tally.moduleId, tally.siteId];
    const key = [tally.period, tally.start.toISOString().slice(0, 10), ...ids];
    add(counts, [...key, "total"], tally.total);
    eachNumber(tally.parts, (part, count) => add(counts, [...key, "part", part], count));
    eachNumber(tally.users, (user, count) => add(counts, [...key, "user", user], count));
    eachPair(tally.pairs, (user, packed) => {
      const take = (address: Address, count: number): void =>
        add(counts, [...key, "pair", user, address], count);
      eachAddress(packed, { take });
    });
    if (tally.addresses === null) continue;
    const take = (address: Address, count: number): void =>
      add(counts, [...key, "address", address], count);
    eachAddress(tally.addresses, { take });
  }
  return counts;
}
