import { chainDigest, ownText } from "../store/chain.ts";
import { chainFault, type ChainFault } from "./chain-fault.ts";
import type { ChainRow } from "./chain-page.ts";

interface BrokenRow {
  /** Hash of the number before, hexadecimal. */
  before: string;
  rows: ChainRow[];
  row: ChainRow;
  index: number;
  /** What the row's hash should be by what it holds. */
  computed: string;
}

/** Says as closely as the rows around tell what is wrong with a row that does not fit its hash. */
export function nameFault(input: BrokenRow): ChainFault {
  const { before, rows, row, index, computed } = input;
  const next = rows[index + 1];
  if (next?.seq === row.seq) return chainFault("doubled", row.seq);
  if (computed === row.hash) return chainFault("content", row.seq, `: ${row.unlike}`);
  const stray = findStray({ before, seq: row.seq, hash: row.hash, rows });
  if (stray !== null) {
    return chainFault("moved", row.seq, `: its content stands at ${stray.seq}`);
  }
  // The next entry was chained to the true hash, so it tells which of the two is the true one.
  if (next?.seq === row.seq + 1n && fits(computed, next)) return chainFault("hash", row.seq);
  return chainFault("content", row.seq);
}

/** Numbers that are not there; an entry of a later number may be the missing one. */
export function nameMissing(input: {
  before: string;
  first: bigint;
  last: bigint;
  rows: ChainRow[];
}): ChainFault {
  const { before, first, last, rows } = input;
  const stray = findStray({ before, seq: first, hash: null, rows });
  if (stray !== null) return chainFault("moved", first, `: its content stands at ${stray.seq}`);
  return chainFault("missing", first, first === last ? "" : `: ${first} to ${last}`);
}

function fits(before: string, row: ChainRow): boolean {
  return toHash(before, row) === row.hash;
}

interface StrayInput {
  before: string;
  seq: bigint;
  hash: string | null;
  rows: ChainRow[];
}

// An entry that fits here, by its own hash or by the one that stands here.
function findStray({ before, seq, hash, rows }: StrayInput): ChainRow | null {
  const found = rows.find((row) => {
    if (row.seq === seq) return false;
    const computed = toHash(before, { ...row, seq });
    return computed === row.hash || computed === hash;
  });
  return found ?? null;
}

export function toHash(before: string, row: ChainRow): string {
  return chainDigest(before, { ...row, own: ownText(row.entry) }, "hex");
}
