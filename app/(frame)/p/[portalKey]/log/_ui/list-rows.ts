import type { EntryView } from "../../../../../../lib/archive/shared.ts";
import { isBand, type ListRow } from "./bands.ts";

/** Neighbours of the same event, user and IP as one row; open, it stands above the others of them. */
export interface FoldRow {
  /** Of the first of them: it stands in its place. */
  id: string;
  members: EntryView[];
  isOpen: boolean;
}

/** The formatted description, below its entry. */
export interface PrettyRow {
  id: string;
  pretty: EntryView;
}

const PRETTY = "pretty ";

export type LogRow = ListRow | FoldRow | PrettyRow;

export function isFold(row: LogRow): row is FoldRow {
  return "members" in row;
}

export function isPretty(row: LogRow): row is PrettyRow {
  return "pretty" in row;
}

/** The entry that a row's cells are about; null for rows without cells. */
export function entryOf(row: LogRow): EntryView | null {
  if (isFold(row)) return row.members[0] ?? null;
  return isBand(row as ListRow) || isPretty(row) ? null : (row as EntryView);
}

/** The entry that the row with this key is about; null for what stands between entries. */
export function entryIdAt(key: string, entries: readonly EntryView[]): string | null {
  const id = key.startsWith(PRETTY) ? key.slice(PRETTY.length) : key;
  return entries.some((entry) => entry.id === id) ? id : null;
}

export function prettyKey(id: string): string {
  return `${PRETTY}${id}`;
}

/** All entries that picking the row picks. */
export function entriesOf(row: LogRow): EntryView[] {
  if (isFold(row) && !row.isOpen) return row.members;
  const entry = entryOf(row);
  return entry === null ? [] : [entry];
}

/** Alike neighbours in one row each; no entry is left out, and what lies between them parts them. */
export function foldRows(rows: ListRow[], open: ReadonlySet<string>): LogRow[] {
  const list: LogRow[] = [];
  let members: EntryView[] = [];
  const flush = () => {
    const [first] = members;
    if (first === undefined) return;
    if (members.length === 1) list.push(first);
    else {
      const isOpen = members.some(({ id }) => open.has(id));
      list.push({ id: first.id, members, isOpen });
      if (isOpen) list.push(...members.slice(1));
    }
    members = [];
  };
  for (const row of rows) {
    const last = members.at(-1);
    if (isBand(row) || (last !== undefined && !isAlike(last, row))) flush();
    if (isBand(row)) list.push(row);
    else members.push(row);
  }
  flush();
  return list;
}

function isAlike(left: EntryView, right: EntryView): boolean {
  return (
    left.auditTypeId === right.auditTypeId &&
    left.userId === right.userId &&
    left.remoteAddr === right.remoteAddr
  );
}

export function withPretty(rows: LogRow[], ids: ReadonlySet<string>): LogRow[] {
  if (ids.size === 0) return rows;
  return rows.flatMap((row): LogRow[] => {
    const entry = entryOf(row);
    return entry === null || !ids.has(entry.id)
      ? [row]
      : [row, { id: prettyKey(entry.id), pretty: entry }];
  });
}
