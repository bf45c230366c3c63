import { runCompiled, type Db } from "../../db/index.ts";
import type { TallyKey } from "./count-rows.ts";

/**
 * `whole` is a month, too, of all groups of a class together: for users and addresses without a condition. Its numbers
 * of severity, type, module and site are 0, its parts and pairs empty.
 */
export const PERIODS = { day: 0, month: 1, whole: 2 } as const;

/** Counts of a period as they are stored. */
export interface Tally extends TallyKey {
  total: number;
  parts: Buffer;
  users: Buffer;
  pairs: Buffer;
  /** Of months only. */
  addresses: Buffer | null;
}

export const KEY_COLUMNS = `start date, keep smallint, severity_id integer, type_id integer, module_id integer,
  site_id integer`;
const KEY_NAMES = "start, keep, severity_id, type_id, module_id, site_id";

const INSERT = `INSERT INTO entry_tally (portal_id, period, ${KEY_NAMES}, total, parts, users, pairs, addresses)
  SELECT $1::bigint, $2::smallint, ${KEY_NAMES}, total, parts, users, pairs, addresses
  FROM json_to_recordset($3::json)
    AS c (${KEY_COLUMNS}, total integer, parts bytea, users bytea, pairs bytea,
      addresses bytea)
  ON CONFLICT (portal_id, period, ${KEY_NAMES}) DO UPDATE SET total = excluded.total,
    parts = excluded.parts, users = excluded.users, pairs = excluded.pairs,
    addresses = excluded.addresses`;

// Bytes that one statement takes: all counts of a month at once might not end in the time for one.
const MAX_BYTES = 4_000_000;

export async function insertTallies(
  tx: Db,
  input: { portalId: bigint; period: number; tallies: Tally[] },
): Promise<void> {
  for (const tallies of portions(input.tallies)) await insertSome(tx, { ...input, tallies });
}

function* portions(tallies: readonly Tally[]): Generator<Tally[]> {
  let some: Tally[] = [];
  let bytes = 0;
  for (const tally of tallies) {
    const { parts, users, pairs, addresses } = tally;
    const own = parts.length + users.length + pairs.length + (addresses?.length ?? 0);
    if (some.length > 0 && bytes + own > MAX_BYTES) {
      yield some;
      [some, bytes] = [[], 0];
    }
    some.push(tally);
    bytes += own;
  }
  if (some.length > 0) yield some;
}

async function insertSome(
  tx: Db,
  { portalId, period, tallies }: { portalId: bigint; period: number; tallies: Tally[] },
): Promise<void> {
  const rows = tallies.map(({ total, parts, users, pairs, addresses, ...key }) => ({
    ...keyColumns(key),
    total,
    parts: toText(parts),
    users: toText(users),
    pairs: toText(pairs),
    addresses: addresses === null ? null : toText(addresses),
  }));
  await runCompiled(tx, { text: INSERT, values: [portalId, period, JSON.stringify(rows)] });
}

export function keyColumns({ start, keep, severityId, typeId, moduleId, siteId }: TallyKey) {
  return {
    ...{ start, keep, site_id: siteId },
    ...{ severity_id: severityId, type_id: typeId, module_id: moduleId },
  };
}

function toText(bytes: Buffer): string {
  return `\\x${bytes.toString("hex")}`;
}
