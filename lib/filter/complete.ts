import type { Span } from "./ast.ts";
import { ENTRY_FIELDS, findField, type Field, type FieldTable } from "./fields.ts";
import { readQuery } from "./parse-query.ts";
import type { Site } from "./reader.ts";

/** What is being typed, and the part of the text that an accepted suggestion takes the place of. */
export type Completion =
  | { kind: "field"; prefix: string; at: Span }
  | { kind: "path"; field: Field; prefix: string; at: Span }
  | {
      kind: "value";
      field: Field;
      path: readonly string[];
      prefix: string;
      at: Span;
      /** Signs that may stand before the value here. */
      signs: readonly string[];
    }
  | { kind: "operator"; field: Field; prefix: string; at: Span; signs: readonly string[] };

const COMPARE_SIGNS = [">", ">=", "<", "<="];

export function completionAt(
  text: string,
  caret: number,
  fields: FieldTable = ENTRY_FIELDS,
): Completion {
  const place = Math.min(Math.max(Math.trunc(caret), 0), text.length);
  const head = text.slice(0, place);
  const site = readQuery(head, fields).reader.sites.findLast(({ at }) => at.end === place);
  if (site === undefined) return { kind: "field", prefix: "", at: { start: place, end: place } };
  const whole = readQuery(text, fields).reader.sites.find(({ at }) => at.start === site.at.start);
  const at = { start: site.at.start, end: Math.max(whole?.at.end ?? place, place) };
  return describe(site, { head, at, fields });
}

interface Input {
  head: string;
  at: Span;
  fields: FieldTable;
}

function describe({ kind, field, path }: Site, { head, at, fields }: Input): Completion {
  const typed = head.slice(at.start);
  if (field === null || kind === "word") return describeWord(typed, { at, fields });
  if (kind === "operator") {
    return { kind, field, prefix: typed, at, signs: COMPARE_SIGNS };
  }
  const isBare = typed === "" && head.endsWith(":") && field.operators.includes("compare");
  return { kind, field, path, prefix: plain(typed), at, signs: isBare ? COMPARE_SIGNS : [] };
}

function describeWord(typed: string, { at, fields }: Omit<Input, "head">): Completion {
  const dot = typed.indexOf(".");
  const field = dot < 0 ? null : findField(fields, typed.slice(0, dot));
  if (field?.kind !== "json") return { kind: "field", prefix: plain(typed), at };
  const start = at.start + dot + 1;
  return { kind: "path", field, prefix: typed.slice(dot + 1), at: { start, end: at.end } };
}

function plain(typed: string): string {
  return typed.replace(/^"/, "").replace(/\\(["*\\()])/g, "$1");
}
