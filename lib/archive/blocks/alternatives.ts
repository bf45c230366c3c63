/** Terms that stand together in one block. */
export type TermSet = readonly number[];

/** Each row that meets the query has all terms of one of these in its block; null when nothing is known of it. */
export type Alternatives = readonly TermSet[] | null;

export const MAX_ALTERNATIVES = 32;
const MAX_GATHERED = 256;

/** What holds for rows that meet both; a part that would give too many ways is left out. */
export function bothOf(left: Alternatives, right: Alternatives): Alternatives {
  if (left === null || right === null) return left ?? right;
  const pairs = left.length * right.length;
  if (pairs > MAX_ALTERNATIVES) return left.length <= right.length ? left : right;
  return distinct(left.flatMap((one) => right.map((other) => unite(one, other))));
}

/** What holds for rows that meet all: parts with few ways first, they tell most. */
export function allAlternatives(parts: readonly Alternatives[]): Alternatives {
  const ways = (part: Alternatives): number => part?.length ?? Infinity;
  return parts.toSorted((one, other) => ways(one) - ways(other)).reduce(bothOf, null);
}

/** What holds for rows that meet any. */
export function anyAlternatives(parts: readonly Alternatives[]): Alternatives {
  const all: TermSet[] = [];
  for (const part of parts) {
    if (part === null || all.length + part.length > MAX_GATHERED) return null;
    all.push(...part);
  }
  const found = distinct(all);
  return found.length > MAX_ALTERNATIVES ? null : found;
}

/** One way with these terms; without any there is nothing to go by. */
export function oneWay(terms: TermSet): Alternatives {
  return terms.length === 0 ? null : [unite(terms, [])];
}

function unite(one: TermSet, other: TermSet): TermSet {
  return [...new Set([...one, ...other])].sort((left, right) => left - right);
}

// A way that asks for more than another one finds nothing that the other does not.
function distinct(sets: readonly TermSet[]): readonly TermSet[] {
  const kept: TermSet[] = [];
  for (const set of sets.toSorted((one, other) => one.length - other.length)) {
    const own = new Set(set);
    if (!kept.some((less) => less.every((term) => own.has(term)))) kept.push(set);
  }
  return kept;
}
