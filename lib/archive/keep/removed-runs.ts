/** Consecutive numbers that are gone, with the hash that the next entry is chained to. */
export interface Run {
  first: bigint;
  last: bigint;
  /** Of the last number, hexadecimal. */
  hash: string;
}

/** Joins runs that touch or overlap; sorted. */
export function mergeRuns(runs: Run[]): Run[] {
  const sorted = runs.toSorted((one, other) => (one.first < other.first ? -1 : 1));
  const merged: Run[] = [];
  for (const run of sorted) {
    const before = merged.at(-1);
    if (before === undefined || run.first > before.last + 1n) merged.push({ ...run });
    else if (run.last > before.last) {
      before.last = run.last;
      before.hash = run.hash;
    }
  }
  return merged;
}

/** What to write and what to delete, so that the stored runs are `mergeRuns` of old and new. */
export function changeRuns(input: { stored: Run[]; fresh: Run[] }): {
  written: Run[];
  obsolete: bigint[];
} {
  const merged = mergeRuns([...input.stored, ...input.fresh]);
  const stored = new Map(input.stored.map((run) => [run.first, run]));
  const firsts = new Set(merged.map(({ first }) => first));
  return {
    written: merged.filter(({ first, last }) => stored.get(first)?.last !== last),
    obsolete: input.stored.map(({ first }) => first).filter((first) => !firsts.has(first)),
  };
}
