import { cellUser } from "../blocks/cell-values.ts";
import { eachNumber, eachPair, type Cells } from "../blocks/cells.ts";
import { PERIODS } from "../blocks/insert-tallies.ts";
import { AddressCounts } from "./address-counts.ts";
import { openParams } from "./params.ts";
import type { TimeSpan } from "./place.ts";
import type { Plan } from "./plan.ts";
import { askStep } from "./snapshot.ts";
import { periodsSql, readPeriods, type Periods } from "./tally-periods.ts";
import type { TallyQuery } from "./tally-query.ts";
import { findUsers, partTest } from "./tally-test.ts";

export interface Group {
  ids: { sev: number; type: number; module: number; site: number | null };
  /** Entries that meet the query. */
  count: number;
}

export interface Counted {
  groups: Group[];
  users: Cells<number | null>;
  addresses: AddressCounts;
}

interface Wanted {
  query: TallyQuery;
  /** What is counted besides. */
  wants: { users: boolean; addresses: boolean };
}

const NOTHING = { users: false, addresses: false };

interface Input extends Wanted {
  periods: Periods;
}

interface Row {
  sev: number;
  type: number;
  module: number;
  site: number | null;
  total: number;
  users: Uint8Array | null;
  pairs: Uint8Array | null;
  addresses: Uint8Array | null;
}

/** `countGroups` of whole days; users and addresses of all entries come from sums that hold them only once a month. */
export async function countDays(
  plan: Plan,
  { days, query, wants }: Wanted & { days: TimeSpan },
): Promise<Counted | null> {
  const { snapshot } = plan;
  const periods = await readPeriods(snapshot, days);
  const isAll = query.groups === null && query.users === null;
  if (!isAll || (!wants.users && !wants.addresses)) {
    return countGroups(plan, { periods, query, wants });
  }
  const whole = await readPeriods(snapshot, days, PERIODS.whole);
  // Days instead of a month would take longer than its groups.
  const hasAll = whole.months.length === periods.months.length;
  const together = await countGroups(plan, { periods: hasAll ? whole : periods, query, wants });
  if (!hasAll || together === null) return together;
  const apart = await countGroups(plan, { periods, query, wants: NOTHING });
  return apart && { ...together, groups: apart.groups };
}

/**
 * Counts entries of the periods by what they are grouped by, and by users and addresses where wanted. Null when the
 * counts could not be read in time.
 */
export async function countGroups(plan: Plan, input: Input): Promise<Counted | null> {
  const rows = await readRows(plan, input);
  if (rows === null) return null;
  const chosen = await chooseUsers(plan, { node: input.query.users, rows });
  if (chosen === undefined) return null;
  const isChosen = (user: number): boolean => chosen === null || chosen.has(user);
  const users: Cells = new Map();
  const addresses = new AddressCounts();
  const groups = rows.map(({ sev, type, module, site, ...row }): Group => {
    let count = chosen === null ? row.total : 0;
    if (row.users !== null) {
      eachNumber(row.users, (user, entries) => {
        if (!isChosen(user)) return;
        if (chosen !== null) count += entries;
        add(users, user, entries);
      });
    }
    if (row.addresses !== null) addresses.addPacked(row.addresses);
    if (row.pairs !== null) {
      eachPair(row.pairs, (user, packed) => {
        if (isChosen(user)) addresses.addPacked(packed);
      });
    }
    return { ids: { sev, type, module, site }, count };
  });
  const named = new Map([...users].map(([user, count]) => [cellUser(user), count]));
  return { groups: groups.filter(({ count }) => count > 0), users: named, addresses };
}

function add<Value>(cells: Cells<Value>, value: Value, by: number): void {
  cells.set(value, (cells.get(value) ?? 0) + by);
}

// The driver takes much longer for bytes than for text.
interface SentRow extends Omit<Row, "users" | "pairs" | "addresses"> {
  users: string | null;
  pairs: string | null;
  addresses: string | null;
}

function fromText(text: string | null): Buffer | null {
  return text === null ? null : Buffer.from(text, "base64");
}

// Addresses of all are shorter than those of each, where months have them.
async function readRows(plan: Plan, { periods, query, wants }: Input): Promise<Row[] | null> {
  const params = openParams();
  const from = periodsSql(plan.snapshot, periods, params);
  const isByUser = query.users !== null;
  const bytes = (sql: string, isWanted: boolean): string =>
    isWanted ? `encode(string_agg(${sql}, ''::bytea), 'base64')` : "NULL::text";
  const pairs = isByUser ? "e.pairs" : "CASE WHEN e.addresses IS NULL THEN e.pairs END";
  const text = `SELECT e.severity_id AS sev, e.type_id AS type, e.module_id AS module, e.site_id AS site,
      sum(e.total)::float8 AS total, ${bytes("e.users", wants.users || isByUser)} AS users,
      ${bytes(pairs, wants.addresses)} AS pairs,
      ${bytes("e.addresses", wants.addresses && !isByUser)} AS addresses
    FROM ${from} WHERE ${partTest(plan, query.groups, params)} GROUP BY 1, 2, 3, 4`;
  const rows = await askStep<SentRow>(plan.snapshot, text, params);
  return (
    rows?.map(({ users, pairs: byUser, addresses, ...row }) => ({
      ...row,
      users: fromText(users),
      pairs: fromText(byUser),
      addresses: fromText(addresses),
    })) ?? null
  );
}

/** Null when all are chosen, undefined when there was no time to tell. */
async function chooseUsers(
  plan: Plan,
  { node, rows }: { node: TallyQuery["users"]; rows: Row[] },
): Promise<Set<number> | null | undefined> {
  if (node === null) return null;
  const users = new Set<number>();
  for (const row of rows) if (row.users !== null) eachNumber(row.users, (user) => users.add(user));
  return (await findUsers(plan, { node, users })) ?? undefined;
}
