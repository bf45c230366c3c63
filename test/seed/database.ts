import type pg from "pg";
import { planPortals, type SeedPlan } from "./plan.ts";

const IS_SEEDED = "key ~ '^seed[0-9]+$'";

/** Installed portals that are none of ours: a database that somebody works with. */
export async function countRealPortals(client: pg.Client): Promise<number> {
  return count(
    client,
    `SELECT count(*) FROM portal WHERE installed_at IS NOT NULL AND NOT ${IS_SEEDED}`,
  );
}

async function count(client: pg.Client, text: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(text);
  return Number(rows[0]?.count ?? 0);
}

export type Found =
  { kind: "none" } | { kind: "other"; portals: number } | { kind: "same"; plan: SeedPlan };

/** Whether the database holds the archive of this plan, begun or whole. The time it ends at is taken from there. */
export async function findSeeded(client: pg.Client, plan: SeedPlan): Promise<Found> {
  const { rows } = await client.query<{ member_id: string; installed_at: Date }>(
    `SELECT member_id, installed_at FROM portal WHERE ${IS_SEEDED} ORDER BY key`,
  );
  const [first] = rows;
  if (first === undefined) return { kind: "none" };
  const stored = { ...plan, until: first.installed_at };
  const expected = planPortals(stored).map(({ memberId }) => memberId);
  const isSame =
    rows.length <= expected.length && rows.every((row, index) => row.member_id === expected[index]);
  return isSame ? { kind: "same", plan: stored } : { kind: "other", portals: rows.length };
}

/** Takes the seeded portals away with all that belongs to them. */
export async function removeSeeded(client: pg.Client): Promise<void> {
  const others = await count(client, `SELECT count(*) FROM portal WHERE NOT ${IS_SEEDED}`);
  const seeded = `(SELECT id FROM portal WHERE ${IS_SEEDED})`;
  for (const table of ["entry", "entry_text", "entry_block", "entry_segment", "entry_tally"]) {
    if (others === 0) await client.query(`TRUNCATE ${table}`);
    else await client.query(`DELETE FROM ${table} WHERE portal_id IN ${seeded}`);
  }
  await client.query(`DELETE FROM portal WHERE ${IS_SEEDED}`);
}

/** A connection without a limit of time: counting and cleaning take long here. */
export const UNLIMITED = { statement_timeout: 0, connectionTimeoutMillis: 10_000 };
