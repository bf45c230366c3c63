import { openParams } from "./params.ts";
import type { Direction, TimeSpan } from "./place.ts";
import { ask, type Snapshot } from "./snapshot.ts";

/** Consecutive rows of the portal, some of which may meet the query. */
export interface Block {
  firstSeq: bigint;
  lastSeq: bigint;
  lowAt: Date;
  highAt: Date;
}

/** The blocks before, in the order in which they are read; null at the beginning. */
export type BlockPlace = { at: Date; firstSeq: bigint } | null;

interface Input {
  terms: readonly (readonly number[])[];
  span: TimeSpan;
  direction: Direction;
  after: BlockPlace;
  limit: number;
}

interface BlockRow {
  first_seq: bigint;
  last_seq: bigint;
  low_at: Date;
  high_at: Date;
}

/** Blocks that may hold rows of the span, those that reach nearest first. */
export async function readCandidates(snapshot: Snapshot, input: Input): Promise<Block[]> {
  const { terms, span, direction, after, limit } = input;
  const params = openParams();
  const holds = terms.map((set) => `terms @> ${params.add(set, "smallint[]")}`).join(" OR ");
  const [reach, sign, word] =
    direction === "older" ? ["high_at", "<", "DESC"] : ["low_at", ">", "ASC"];
  const beyond =
    after === null
      ? "true"
      : `(${reach}, first_seq) ${sign} (${params.add(after.at, "timestamptz")},
          ${params.add(after.firstSeq, "bigint")})`;
  // Terms alone inside, so that no other index can be chosen.
  const text = `SELECT first_seq, last_seq, low_at, high_at FROM (
      SELECT portal_id, first_seq, last_seq, low_at, high_at FROM entry_block WHERE ${holds} OFFSET 0
    ) AS held
    WHERE portal_id = ${params.add(snapshot.portalId, "bigint")}
      AND low_at < ${params.add(span.to, "timestamptz")}
      AND high_at >= ${params.add(span.from, "timestamptz")} AND ${beyond}
    ORDER BY ${reach} ${word}, first_seq ${word} LIMIT ${limit}`;
  const rows = await ask<BlockRow>(snapshot, text, params);
  return rows.map((row) => ({
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    lowAt: row.low_at,
    highAt: row.high_at,
  }));
}

export function reachOf(block: Block, direction: Direction): Date {
  return direction === "older" ? block.highAt : block.lowAt;
}
