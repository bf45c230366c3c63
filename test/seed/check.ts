import type pg from "pg";
import { planPortals, type SeedPlan } from "./plan.ts";

interface Counts {
  given: string;
  entries: string;
  indexed: string;
  counted: string;
}

const COUNT = `SELECT coalesce(h.last_seq, 0) AS given,
    (SELECT count(*) FROM entry e WHERE e.portal_id = p.id) AS entries,
    (SELECT coalesce(max(indexed_seq), 0) FROM archive_index i WHERE i.portal_id = p.id) AS indexed,
    (SELECT coalesce(sum(total), 0) FROM entry_tally t
      WHERE t.portal_id = p.id AND t.period = 0) AS counted
  FROM portal p LEFT JOIN archive_head h ON h.portal_id = p.id WHERE p.key = $1`;

/** What does not agree with the plan, in words; nothing when all is there. */
export async function checkSeeded(client: pg.Client, plan: SeedPlan): Promise<string[]> {
  const faults: string[] = [];
  for (const { key, entries } of planPortals(plan)) {
    const { rows } = await client.query<Counts>(COUNT, [key]);
    const [row] = rows;
    if (row === undefined) {
      faults.push(`${key} is missing`);
      continue;
    }
    const expect = (what: string, found: string, wanted: number): void => {
      if (Number(found) !== wanted) faults.push(`${key}: ${found} ${what} instead of ${wanted}`);
    };
    expect("numbers given", row.given, entries);
    expect("entries", row.entries, entries);
    expect("counted", row.counted, Number(row.indexed));
  }
  return faults;
}

/** A glance that costs nothing: whether every portal was given all its numbers. */
export async function isWhole(client: pg.Client, plan: SeedPlan): Promise<boolean> {
  const { rows } = await client.query<{ key: string; given: string }>(
    `SELECT p.key, h.last_seq AS given FROM portal p JOIN archive_head h ON h.portal_id = p.id`,
  );
  const found = new Map(rows.map(({ key, given }) => [key, Number(given)]));
  return planPortals(plan).every(({ key, entries }) => found.get(key) === entries);
}
