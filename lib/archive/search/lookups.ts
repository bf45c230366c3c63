import { eventTypeOf } from "../event-types.ts";
import { eventTitles } from "../words/all-words.ts";
import { holdsPattern, type Pattern } from "../../filter/index.ts";
import { TEXT_KINDS } from "../store/stored-entry.ts";
import { openParams, type Params } from "./params.ts";
import { ask, askStep, isOver, type Snapshot } from "./snapshot.ts";

/** Where values live that rows hold as numbers. */
export type LookupSource = keyof typeof TEXT_KINDS | "user" | "title";

/** Something whose numbers are looked up before rows are tested. */
export interface Lookup {
  source: LookupSource;
  /** Patterns for LIKE: any of them. */
  likes: readonly string[];
  /** The same as one pattern, for titles of types, which no table holds. */
  pattern?: Pattern;
}

/** Numbers that fit; null when they are too many to send, so that each row looks for itself. */
export type Ids = readonly number[] | null;
/** What was found; undefined for what nobody asked for. */
export type FindIds = (lookup: Lookup) => Ids | undefined;

// More than that fit only what a page finds soon anyway.
const MAX_IDS = 2_000;

export function lookupKey({ source, likes }: Lookup): string {
  return JSON.stringify([source, likes]);
}

/** Finds all that a query needs in one statement, and the titles of types in memory. */
export async function resolveLookups(
  snapshot: Snapshot,
  lookups: readonly Lookup[],
): Promise<Lookups> {
  const wanted = [...new Map(lookups.map((one) => [lookupKey(one), one])).values()];
  const stored = wanted.filter(({ source }) => source !== "title");
  const titles = wanted.filter(({ source }) => source === "title");
  const found = new Map<string, Ids>();
  const rows = (await readIds(snapshot, stored)) ?? (await readEach(snapshot, stored));
  stored.forEach((lookup, at) => {
    const ids = rows.filter(({ place }) => place === at).map(({ id }) => id);
    const isKnown = !ids.includes(null) && ids.length <= MAX_IDS;
    found.set(lookupKey(lookup), isKnown ? [...new Set(ids.filter((id) => id !== null))] : null);
  });
  const types = titles.length === 0 ? [] : await readTypes(snapshot);
  for (const lookup of titles) {
    const fitting = types.filter(({ value }) => holdsTitle(value, lookup.pattern));
    found.set(
      lookupKey(lookup),
      fitting.map(({ id }) => id),
    );
  }
  return {
    find: (lookup) => found.get(lookupKey(lookup)),
    titled: (pattern) =>
      types.filter(({ value }) => holdsTitle(value, pattern)).map(({ value }) => value),
  };
}

export interface Lookups {
  find: FindIds;
  /** Codes of the portal's types with a title that holds the pattern. */
  titled(pattern: Pattern): string[];
}

function holdsTitle(code: string, pattern: Pattern = []): boolean {
  const { isKnown } = eventTypeOf(code);
  return isKnown && eventTitles(code).some((title) => holdsPattern(pattern, title));
}

interface Found {
  /** Of the lookup. */
  place: number;
  /** Null where there was no time to look. */
  id: number | null;
}

async function readIds(
  snapshot: Snapshot,
  lookups: readonly Lookup[],
  first = 0,
): Promise<Found[] | null> {
  if (lookups.length === 0) return [];
  const params = openParams();
  const portal = params.add(snapshot.portalId, "bigint");
  const parts = lookups.map((lookup, at) => {
    const fits = fitsSql(lookup, params);
    const from = `SELECT id FROM ${sourceSql(lookup.source, portal)} WHERE ${fits}`;
    return `SELECT ${first + at} AS place, id FROM (${from} LIMIT ${MAX_IDS + 1}) AS found`;
  });
  return askStep<Found>(snapshot, parts.join(" UNION ALL "), params);
}

// What one statement for all had no time for: what is not found alone either, each row looks for itself.
async function readEach(snapshot: Snapshot, lookups: readonly Lookup[]): Promise<Found[]> {
  const rows: Found[] = [];
  for (const [place, lookup] of lookups.entries()) {
    const found = isOver(snapshot) ? null : await readIds(snapshot, [lookup], place);
    rows.push(...(found ?? [{ place, id: null }]));
  }
  return rows;
}

function readTypes(snapshot: Snapshot): Promise<{ id: number; value: string }[]> {
  const params = openParams();
  const from = sourceSql("type", params.add(snapshot.portalId, "bigint"));
  return ask(snapshot, `SELECT id, value FROM ${from}`, params);
}

function fitsSql({ likes }: Lookup, params: Params): string {
  return `lower(value) LIKE ANY(${params.add(likes, "text[]")})`;
}

/** The values of a source with their numbers, as a part of FROM. */
export function sourceSql(source: LookupSource, portal: string): string {
  if (source === "user") {
    const past = `SELECT user_id AS id, name AS value FROM user_name WHERE portal_id = ${portal}`;
    const present = `SELECT user_id, name FROM portal_user WHERE portal_id = ${portal} AND is_known`;
    return `(SELECT DISTINCT id, value FROM (${past} UNION ALL ${present}) AS named) AS source`;
  }
  const kind = TEXT_KINDS[source === "title" ? "type" : source];
  return `(SELECT id, value FROM entry_text WHERE portal_id = ${portal} AND kind = ${kind}) AS source`;
}
