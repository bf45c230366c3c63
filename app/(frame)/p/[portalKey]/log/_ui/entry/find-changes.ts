import diff from "microdiff";

export interface Change {
  /** Where it was changed; empty for a value that is one as a whole. */
  path: string[];
  /** Null where there was nothing before, or is nothing after. */
  before: string | null;
  after: string | null;
}

const NAMES = [
  ["before", "after"],
  ["old", "new"],
  ["oldvalue", "newvalue"],
  ["old_value", "new_value"],
  ["previous", "current"],
] as const;
const MAX_DEPTH = 5;

/** Differences of the pairs of an old and a new value a description holds; null when it holds none. */
export function changesWithin(json: unknown, path: string[] = []): Change[] | null {
  if (!isMap(json) || path.length > MAX_DEPTH) return null;
  const pair = pairOf(json);
  if (pair !== null) return changesBetween(pair.before, pair.after, path);
  const found = Object.entries(json).map(([key, part]) => changesWithin(part, [...path, key]));
  return found.every((changes) => changes === null)
    ? null
    : found.flatMap((changes) => changes ?? []);
}

function pairOf(json: Record<string, unknown>): { before: unknown; after: unknown } | null {
  const keys = new Map(Object.keys(json).map((key) => [key.toLowerCase(), key]));
  for (const [old, fresh] of NAMES) {
    const [before, after] = [keys.get(old), keys.get(fresh)];
    if (before !== undefined && after !== undefined) {
      return { before: json[before], after: json[after] };
    }
  }
  return null;
}

/** What differs between two values. Lists of single values are compared by what is in them. */
export function changesBetween(before: unknown, after: unknown, path: string[] = []): Change[] {
  if (isSimpleList(before) && isSimpleList(after)) return listChanges(before, after, path);
  const areMaps = isMap(before) && isMap(after);
  const areLists = Array.isArray(before) && Array.isArray(after);
  if (!areMaps && !areLists) {
    const change = { path, before: said(before), after: said(after) };
    return change.before === change.after ? [] : [change];
  }
  if (areMaps) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changesBetween(before[key], after[key], [...path, key]));
  }
  return diff(before as unknown[], after as unknown[]).map((found) => ({
    path: [...path, ...found.path.map(String)],
    before: found.type === "CREATE" ? null : said(found.oldValue),
    after: found.type === "REMOVE" ? null : said(found.value),
  }));
}

function listChanges(before: unknown[], after: unknown[], path: string[]): Change[] {
  const olds = before.map(said);
  const news = after.map(said);
  const gone = olds.filter((item) => !news.includes(item));
  const come = news.filter((item) => !olds.includes(item));
  if (gone.length === 0 && come.length === 0) {
    const isSame = olds.join("\n") === news.join("\n");
    return isSame ? [] : [{ path, before: olds.join(", "), after: news.join(", ") }];
  }
  return [{ path, before: joined(gone), after: joined(come) }];
}

function joined(items: (string | null)[]): string | null {
  return items.length === 0 ? null : items.join(", ");
}

function isSimpleList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function said(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}
