import type { Node } from "./ast.ts";
import { nearest } from "./edit-distance.ts";
import { fieldNames, findField, type Field, type FieldTable } from "./fields.ts";
import { addFault, readAtom, stop, type Reader } from "./reader.ts";
import { readValue } from "./read-value.ts";

export const MAX_QUERY_TERMS = 100;

/** The field whose values are being read. */
export interface Scope {
  field: Field;
  path: readonly string[];
}

interface TermInput {
  scope: Scope | null;
  readGroup: (reader: Reader, scope: Scope | null) => Node | null;
}

export function readTerm(reader: Reader, { scope, readGroup }: TermInput): Node | null {
  const prefix = scope === null ? readPrefix(reader) : null;
  if (prefix !== null && reader.text[reader.at] === "(") return readGroup(reader, prefix);
  reader.terms += 1;
  if (reader.terms > MAX_QUERY_TERMS) return stop(reader, "too_many_terms");
  const target = scope ?? prefix;
  if (target !== null) return readValue(reader, target);
  return readText(reader);
}

function readText(reader: Reader): Node | null {
  const start = reader.at;
  const atom = readAtom(reader);
  reader.sites.push({ kind: "word", at: { start, end: reader.at }, field: null, path: [] });
  if (atom === null) return null;
  const slip = mistypedField(reader.text.slice(start, reader.at), reader.fields);
  if (slip !== null) {
    const end = start + slip.name.length;
    return addFault(reader, "unknown_field", { at: { start, end }, suggestion: slip.meant });
  }
  const { pattern } = atom;
  return pattern.length === 1 && pattern[0] === "" ? null : { kind: "text", pattern };
}

// A word before a colon is a field only if it is one: `http://…` and `12:30` are text. What is one
// slip away from a field is taken for it, because its silent search as text would find nothing.
function mistypedField(word: string, fields: FieldTable): { name: string; meant: string } | null {
  const name = /^[a-z_]{3,20}(?=:(?!\/\/))/i.exec(word)?.[0];
  if (name === undefined) return null;
  const meant = nearest(name, fields.flatMap(fieldNames));
  return meant === null ? null : { name, meant: findField(fields, meant)?.name ?? meant };
}

/** Whether a word at the start of a term would be taken for more than text. */
export function looksLikeField(word: string, fields: FieldTable): boolean {
  const name = /^[a-z_]+(?=[:.])/i.exec(word)?.[0];
  const field = name === undefined ? null : findField(fields, name);
  return field !== null || mistypedField(word, fields) !== null;
}

function readPrefix(reader: Reader): Scope | null {
  const name = matchAt(reader, /[a-z_]{1,40}(?=[:.])/iy);
  const field = name === null ? null : findField(reader.fields, name);
  if (name === null || field === null) return null;
  const end = reader.at + name.length;
  if (reader.text[end] === ":") {
    const start = reader.at;
    reader.at = end + 1;
    if (field.kind === "json") return noPath(reader, { field, start });
    return { field, path: [] };
  }
  return field.kind === "json" ? readPath(reader, { field, from: end }) : null;
}

function noPath(reader: Reader, { field, start }: { field: Field; start: number }): Scope {
  const at = { start, end: reader.at };
  addFault(reader, "path_missing", { at, suggestion: `${field.name}.key:` });
  return { field, path: [] };
}

function readPath(reader: Reader, { field, from }: { field: Field; from: number }): Scope | null {
  const start = reader.at;
  const path: string[] = [];
  reader.at = from;
  while (reader.text[reader.at] === ".") {
    reader.at += 1;
    const key = readKey(reader);
    if (key === null) break;
    path.push(key);
  }
  if (path.length > 0 && reader.text[reader.at] === ":") {
    reader.at += 1;
    return { field, path };
  }
  reader.at = start;
  return null;
}

function readKey(reader: Reader): string | null {
  const quoted = matchAt(reader, /"(?:[^"\\]|\\[^])*"/y);
  const key = quoted ?? matchAt(reader, /[^\s:."()*\\]+/y);
  if (key === null) return null;
  reader.at += key.length;
  return quoted === null ? key : key.slice(1, -1).replace(/\\(["*\\()])/g, "$1");
}

export function printKey(key: string): string {
  return /^[^\s:."()*\\]+$/.test(key) ? key : `"${key.replace(/["\\]/g, "\\$&")}"`;
}

function matchAt(reader: Reader, sticky: RegExp): string | null {
  sticky.lastIndex = reader.at;
  return sticky.exec(reader.text)?.[0] ?? null;
}
