import { ENTRY_FIELDS, findField, fold, holdsPattern } from "../../filter/index.ts";
import { eventTitles } from "../words/all-words.ts";
import { addressCell, cellAddress } from "../blocks/cell-values.ts";
import { AddressCounts } from "./address-counts.ts";
import type { Tally } from "./bound-tally.ts";
import { readNames } from "./load-entries.ts";
import { chosenValues, type FacetField } from "./own-condition.ts";
import { openParams } from "./params.ts";
import { ask, type Snapshot } from "./snapshot.ts";

export interface FacetValue {
  /** As a condition takes it; empty for entries without a value. */
  value: string;
  /** Name of a user. */
  label: string | null;
  count: number;
}

export interface FacetValues {
  values: FacetValue[];
  /** Different values there are, those left out included. */
  distinct: number;
  /** False when there were too many values to look through all of them. */
  isExact: boolean;
}

interface Input {
  field: FacetField;
  tally: Tally | AddressCounts;
  own: Parameters<typeof chosenValues>[0];
  limit: number;
  /** Only values that hold this text. */
  find: string | undefined;
}

const WITH_NUMBERS = ["sev", "type", "module", "site", "ua"];
// Equality does not tell letters' cases apart there.
const CASELESS = [...WITH_NUMBERS, "item", "request", "json"];

/** The values of a facet, most frequent first; chosen ones stay, also when nothing has them. */
export async function facetValues(snapshot: Snapshot, input: Input): Promise<FacetValues> {
  const { field, own, limit, find } = input;
  const { texts, left, isCut = false } = await withTexts(snapshot, input);
  const counts = merge(field, texts);
  const chosen = chosenValues(own).map((value) => ({ value, label: null, count: 0 }));
  const values = [
    ...counts.values(),
    ...chosen.filter(({ value }) => !counts.has(keyOf(field, value))),
  ];
  values.sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
  const isUser = field.name === "user";
  if (isUser && find !== undefined) await nameUsers(snapshot, values);
  const fitting = find === undefined ? values : values.filter((one) => fits(field, one, find));
  const isChosen = new Set(chosen.map(({ value }) => keyOf(field, value)));
  const listed = fitting.filter((one, at) => at < limit || isChosen.has(keyOf(field, one.value)));
  if (isUser && find === undefined) await nameUsers(snapshot, listed);
  return { values: listed, distinct: fitting.length + left, isExact: !isCut };
}

function keyOf({ name }: FacetField, value: string): string {
  return CASELESS.includes(name) ? fold(value) : value;
}

/** One value for all spellings that a condition takes for the same; the usual one of them is shown. */
function merge(field: FacetField, tally: Tally): Map<string, FacetValue> {
  const blanks = ["", ...(findField(ENTRY_FIELDS, field.name)?.blanks ?? [])];
  const merged = new Map<string, FacetValue>();
  const counted = [...tally].sort(([, one], [, other]) => other - one);
  for (const [stored, count] of counted) {
    const value = stored === null || blanks.includes(stored) ? "" : stored;
    const known = merged.get(keyOf(field, value));
    if (known === undefined) merged.set(keyOf(field, value), { value, label: null, count });
    else known.count += count;
  }
  return merged;
}

interface Texts {
  texts: Tally;
  /** Values that cannot come to be shown. */
  left: number;
  /** Whether others might hold the text that is looked for. */
  isCut?: boolean;
}

async function withTexts(snapshot: Snapshot, input: Input): Promise<Texts> {
  const { field, tally } = input;
  if (tally instanceof AddressCounts) return addressTexts(tally, input);
  const ids = [...tally.keys()].filter((id) => id !== null);
  if (!WITH_NUMBERS.includes(field.name) || ids.length === 0) return { texts: tally, left: 0 };
  const params = openParams();
  const text = `SELECT id, value FROM entry_text
    WHERE portal_id = ${params.add(snapshot.portalId, "bigint")}
      AND id = ANY(${params.add(ids, "integer[]")})`;
  const rows = await ask<{ id: number; value: string }>(snapshot, text, params);
  const texts = new Map(rows.map(({ id, value }) => [String(id), value]));
  const named: Tally = new Map();
  for (const [id, count] of tally) {
    const value = id === null ? null : (texts.get(id) ?? null);
    named.set(value, (named.get(value) ?? 0) + count);
  }
  return { texts: named, left: 0 };
}

// Making texts of all would hold up everybody for seconds.
const MAX_TEXTS = 20_000;

// There may be very many, of which a few are shown: only those become texts.
function addressTexts(counts: AddressCounts, { own, limit, find }: Input): Texts {
  const least = counts.countAt((find === undefined ? limit : MAX_TEXTS) - 1);
  const texts: Tally = new Map();
  for (const [cell, count] of counts.from(least, MAX_TEXTS)) texts.set(cellAddress(cell), count);
  for (const text of chosenValues(own)) {
    const count = counts.countOf(addressCell(text));
    if (count > 0) texts.set(text, count);
  }
  const left = counts.size - texts.size;
  return find === undefined ? { texts, left } : { texts, left: 0, isCut: left > 0 };
}

async function nameUsers(snapshot: Snapshot, values: FacetValue[]): Promise<void> {
  const ids = values.map(({ value }) => Number(value)).filter((id) => id > 0);
  const names = new Map(
    (await readNames(snapshot, ids)).map((row) => [String(row.user_id), row.name]),
  );
  for (const one of values) one.label = names.get(one.value) ?? null;
}

function fits(field: FacetField, { value, label }: FacetValue, find: string): boolean {
  const titles = field.name === "type" ? eventTitles(value) : [];
  return [value, label ?? "", ...titles].some((text) => holdsPattern([find], text));
}
