import { allOf, anyOf, not, type Node } from "./ast.ts";
import type { QueryFault } from "./faults.ts";
import { ENTRY_FIELDS, type FieldTable } from "./fields.ts";
import {
  addFault,
  isAtEnd,
  isAtKeyword,
  isSpace,
  openReader,
  skipSpace,
  stop,
  type Reader,
} from "./reader.ts";
import { MAX_QUERY_LENGTH } from "./query-length.ts";
import { readTerm, type Scope } from "./read-term.ts";

export const MAX_QUERY_DEPTH = 20;
const MAX_FAULTS = 20;

export type ParsedQuery =
  | { ok: true; query: Node | null }
  | { ok: false; faults: QueryFault[]; lastValidPart: Node | null };

/** Reads a query; never throws. What could be understood is there also when something is wrong. */
export function parseQuery(text: string, fields: FieldTable = ENTRY_FIELDS): ParsedQuery {
  const { query, reader } = readQuery(text, fields);
  const { faults } = reader;
  if (faults.length === 0) return { ok: true, query };
  return { ok: false, faults: faults.slice(0, MAX_FAULTS), lastValidPart: query };
}

export function readQuery(
  text: string,
  fields: FieldTable,
): { query: Node | null; reader: Reader } {
  const isTooLong = text.length > MAX_QUERY_LENGTH;
  const reader = openReader(isTooLong ? headOf(text) : text, fields);
  if (isTooLong) {
    addFault(reader, "too_long", { at: { start: MAX_QUERY_LENGTH, end: text.length } });
  }
  const query = readOr(reader, null);
  return { query, reader };
}

// A word cut in two is another word, so the cut is made between words.
function headOf(text: string): string {
  const head = text.slice(0, MAX_QUERY_LENGTH + 1);
  const end = head.search(/\s\S*$/);
  return head.slice(0, Math.max(end, 0));
}

function readOr(reader: Reader, scope: Scope | null): Node | null {
  const branches: (Node | null)[] = [];
  for (;;) {
    const start = reader.at;
    const { node, count } = readAnd(reader, scope);
    branches.push(node);
    const isOr = isAtKeyword(reader, "OR");
    if (count === 0 && branches.length > 1) missing(reader, start - "OR".length, "OR");
    else if (count === 0 && isOr) missing(reader, reader.at, "OR");
    if (!isOr) break;
    reader.at += "OR".length;
  }
  const query = anyOf(branches);
  const isOutermost = reader.groups === 0 && reader.depth === 0;
  if (isOutermost && branches.length > 1) {
    reader.parts = [{ at: { start: 0, end: reader.text.length }, node: query }];
  }
  return query;
}

function readAnd(reader: Reader, scope: Scope | null): { node: Node | null; count: number } {
  const nodes: (Node | null)[] = [];
  let dueSince: number | null = null;
  for (;;) {
    skipSpace(reader);
    const start = reader.at;
    if (isAtEnd(reader) || isAtKeyword(reader, "OR") || isAtGroupEnd(reader)) break;
    if (isAtKeyword(reader, "AND")) {
      if (dueSince !== null || nodes.length === 0) missing(reader, start, "AND");
      reader.at += "AND".length;
      dueSince = start;
      continue;
    }
    dueSince = null;
    const node = readUnary(reader, scope);
    nodes.push(node);
    const isOutermost = reader.groups === 0 && reader.depth === 0;
    if (isOutermost) reader.parts.push({ at: { start, end: reader.at }, node });
  }
  if (dueSince !== null && nodes.length > 0) missing(reader, dueSince, "AND");
  return { node: allOf(nodes), count: nodes.length };
}

function isAtGroupEnd(reader: Reader): boolean {
  return reader.groups > 0 && reader.text[reader.at] === ")";
}

/** A keyword without a condition beside it, by its place. */
function missing(reader: Reader, start: number, keyword: string): null {
  return addFault(reader, "operand_missing", { at: { start, end: start + keyword.length } });
}

function readUnary(reader: Reader, scope: Scope | null): Node | null {
  const char = reader.text[reader.at];
  if (isAtKeyword(reader, "NOT")) return readNegated(reader, { scope, sign: "NOT" });
  if (char === "-" && !isLoneDash(reader)) return readNegated(reader, { scope, sign: "-" });
  if (char === "(") return readGroup(reader, scope);
  if (char === ")") {
    addFault(reader, "unmatched_bracket", {
      at: { start: reader.at, end: reader.at + 1 },
      suggestion: "\\)",
    });
    reader.at += 1;
    return null;
  }
  return readTerm(reader, { scope, readGroup });
}

// Pasted sentences have dashes between their words.
function isLoneDash(reader: Reader): boolean {
  const next = reader.text[reader.at + 1];
  return next === undefined || next === ")" || isSpace(next);
}

function readNegated(
  reader: Reader,
  input: { scope: Scope | null; sign: "NOT" | "-" },
): Node | null {
  if (reader.depth >= MAX_QUERY_DEPTH) return stop(reader, "too_deep");
  const start = reader.at;
  reader.at += input.sign.length;
  skipSpace(reader);
  const isOperand =
    !isAtEnd(reader) &&
    !isAtGroupEnd(reader) &&
    !isAtKeyword(reader, "OR") &&
    !isAtKeyword(reader, "AND");
  if (!isOperand) return missing(reader, start, input.sign);
  reader.depth += 1;
  const item = readUnary(reader, input.scope);
  reader.depth -= 1;
  return item === null ? null : not(item);
}

function readGroup(reader: Reader, scope: Scope | null): Node | null {
  if (reader.depth >= MAX_QUERY_DEPTH) return stop(reader, "too_deep");
  const start = reader.at;
  reader.at += 1;
  reader.depth += 1;
  reader.groups += 1;
  skipSpace(reader);
  const isEmpty = isAtGroupEnd(reader);
  const query = isEmpty ? null : readOr(reader, scope);
  reader.groups -= 1;
  reader.depth -= 1;
  if (reader.text[reader.at] === ")") reader.at += 1;
  else addFault(reader, "unclosed_group", { at: { start, end: reader.text.length } });
  if (isEmpty) addFault(reader, "empty_group", { at: { start, end: reader.at } });
  return query;
}
