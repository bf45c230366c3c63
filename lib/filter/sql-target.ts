import type { FieldTerm, Pattern } from "./ast.ts";
import type { Bind } from "./bind.ts";
import type { FieldTable } from "./fields.ts";
import { patternLiterals, toLike } from "./pattern.ts";
import type { Clock } from "./resolve-time.ts";

/** A text that is looked for, for those who answer it by an index of their own. */
export interface TextSearch {
  pattern: Pattern;
  /** Pattern for LIKE with `\` as escape; in small letters. */
  like: string;
  /** Pieces of three characters and more that every match holds; in small letters. */
  literals: string[];
}

/** Gives a boolean expression; identifiers are its own, everything else goes through `bind`. */
export type MatchText = (search: TextSearch, bind: Bind) => string;

/** SQL expressions of one field: they alone bring identifiers into a statement. */
export interface SqlField {
  /** text for code, id, text and ip; bigint for number and user; timestamptz; jsonb. */
  value: string;
  /** Small letters of the value, where they are kept. */
  folded?: string;
  /** The address as inet, null where `toAddress` reads none; needed for ip. */
  inet?: string;
  /** What a text or a user's name is looked for in; the value itself when left out. */
  texts?: readonly string[];
  match?: MatchText;
  /** Equality with any of the values, where something else than `value` answers it. */
  equals?: (values: readonly Pattern[], bind: Bind) => string;
  /** A cheap condition that all rows meet which meet the term. */
  guard?: (term: FieldTerm, bind: Bind) => string | null;
  /** Whether the row has a value at all, where something else than `value` answers it. */
  present?: (bind: Bind) => string;
}

export interface SqlTarget extends Clock {
  fields: Record<string, SqlField>;
  /** Everything that a word without a field is looked for in. */
  texts: readonly string[];
  matchText?: MatchText;
  /** Small letters of an expression; `lower()` of the database when left out. */
  fold?: (sql: string) => string;
  /** Number of the first parameter, when others come before. */
  firstParameter?: number;
  table?: FieldTable;
}

export function toSearch(pattern: Pattern, isWhole: boolean): TextSearch {
  return { pattern, like: toLike(pattern, isWhole), literals: patternLiterals(pattern) };
}

export function anyLike(texts: readonly string[], like: string, target: SqlTarget): string {
  const parts = texts.map((text) => `${foldSql(text, target)} LIKE ${like}`);
  return parts.length === 0 ? "false" : `(${parts.join(" OR ")})`;
}

export function foldSql(sql: string, { fold }: SqlTarget): string {
  return fold === undefined ? `lower(${sql})` : fold(sql);
}
