import { anyOf, fieldTerm, isPlain } from "./ast.ts";
import type { Bound, CompareOp, Node, Test } from "./ast.ts";
import type { Field } from "./fields.ts";
import {
  addFault,
  isAtKeyword,
  isAtWordEnd,
  readAtom,
  skipSpace,
  type Atom,
  type Reader,
} from "./reader.ts";
import { toBound, toTest, type Reading } from "./to-test.ts";

interface Target {
  field: Field;
  path: readonly string[];
}

const USER_LIST = /^\d{1,15}(?:,\d{1,15})+$/;
const OPS: readonly CompareOp[] = [">=", "<=", ">", "<"];

/** Reads what stands after `field:`; null with a fault when it is no value of this field. */
export function readValue(reader: Reader, target: Target): Node | null {
  const known = reader.faults.length;
  const start = reader.at;
  const test = readTest(reader, target);
  const isFaulty = test === null || reader.faults.length > known;
  const { field, path } = target;
  if (isFaulty || (field.kind === "json" && path.length === 0)) return null;
  const users = userList(field, reader.text.slice(start, reader.at));
  return users ?? fieldTerm(field.name, test, path);
}

// A comma may be part of a name, but not between numbers.
function userList(field: Field, value: string): Node | null {
  if (field.kind !== "user" || !USER_LIST.test(value)) return null;
  const ids = value.split(",").map((id) => String(Number(id)));
  return anyOf(ids.map((id) => fieldTerm(field.name, { kind: "userId", id })));
}

function readTest(reader: Reader, target: Target): Test | null {
  const { text, at: start } = reader;
  const { field } = target;
  if (text[start] === "[" && hasSigns(field)) return readRange(reader, target);
  const signs = comparesBySigns(field, signsAt(reader));
  if (signs !== null) return readComparison(reader, { target, signs });
  const isList = field.operators.includes("list");
  const atoms: Atom[] = [];
  for (;;) {
    const atom = readTyped(reader, { target, stops: isList ? "," : "" });
    if (atom === null) return null;
    atoms.push(atom);
    if (!isList || text[reader.at] !== ",") break;
    reader.at += 1;
  }
  const [only] = atoms;
  if (atoms.length === 1 && only !== undefined && isStar(only)) return { kind: "present" };
  if (atoms.some(isEmpty)) return noValue(reader, start);
  const reading = toTest(field, atoms);
  return reading.ok ? reading.test : refuse(reader, reading);
}

function readTyped(reader: Reader, input: { target: Target; stops: string }): Atom | null {
  const start = reader.at;
  const atom = readAtom(reader, input.stops);
  reader.sites.push({ kind: "value", at: { start, end: reader.at }, ...input.target });
  return atom;
}

/** Text of other kinds may begin with a bracket or a sign: `desc:<br>`. */
function hasSigns({ kind }: Field): boolean {
  return kind !== "text" && kind !== "user";
}

function signsAt(reader: Reader): string {
  const sticky = /[<>=!~]{1,9}/y;
  sticky.lastIndex = reader.at;
  return sticky.exec(reader.text)?.[0] ?? "";
}

// Signs that compare nothing are text where the field has no comparisons, and in JSON values.
function comparesBySigns(field: Field, signs: string): string | null {
  if (signs === "" || !hasSigns(field)) return null;
  const isOp = (OPS as readonly string[]).includes(signs);
  return isOp || field.kind === "number" || field.kind === "time" ? signs : null;
}

function isStar({ pattern }: Atom): boolean {
  return pattern.length === 2 && pattern.every((piece) => piece === "");
}

function isEmpty({ pattern }: Atom): boolean {
  return isPlain(pattern) && pattern[0] === "";
}

function noValue(reader: Reader, start: number): null {
  const isList = reader.at > start;
  const at = { start: isList ? start : start - 1, end: reader.at };
  return addFault(reader, "value_missing", { at, suggestion: isList ? null : ":*" });
}

function refuse(reader: Reader, reading: Extract<Reading, { ok: false }>): null {
  return addFault(reader, reading.reason, reading);
}

function readComparison(
  reader: Reader,
  { target, signs }: { target: Target; signs: string },
): Test | null {
  const { field } = target;
  const start = reader.at;
  const op = OPS.find((one) => one === signs);
  reader.at += signs.length;
  const end = reader.at;
  const known = reader.faults.length;
  const atom = readTyped(reader, { target, stops: "" });
  const isSignTyped = op === undefined && reader.at === end;
  if (isSignTyped) reader.sites.push({ kind: "operator", at: { start, end }, ...target });
  if (reader.faults.length > known) return null;
  if (!field.operators.includes("compare")) return refuseSigns(reader, { field, start });
  if (op === undefined) {
    const suggestion = meantOperator(signs);
    return addFault(reader, "unknown_operator", { at: { start, end }, suggestion });
  }
  if (atom === null || isEmpty(atom)) return noValue(reader, start);
  const bound = toBound(field, atom);
  return bound.ok ? { kind: "compare", op, bound: bound.bound } : refuse(reader, bound);
}

function refuseSigns(reader: Reader, { field, start }: { field: Field; start: number }): null {
  const at = { start, end: reader.at };
  const value = reader.text.slice(start, reader.at);
  const isText = field.kind === "code" || field.kind === "id";
  const suggestion = isText ? quoted(value) : null;
  return addFault(reader, "operator_not_allowed", { at, suggestion });
}

function meantOperator(signs: string): string {
  if (signs.includes("<")) return signs.includes("=") ? "<=" : "<";
  if (signs.includes(">")) return signs.includes("=") ? ">=" : ">";
  return "";
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function readRange(reader: Reader, target: Target): Test | null {
  const { field } = target;
  const start = reader.at;
  if (!field.operators.includes("range")) {
    const atom = readAtom(reader);
    return atom === null ? null : refuseSigns(reader, { field, start });
  }
  reader.at += 1;
  const ends = readEnds(reader, target);
  if (ends === null) return badRange(reader, start);
  const from = toBound(field, ends.from);
  const to = toBound(field, ends.to);
  if (!from.ok) return refuse(reader, from);
  if (!to.ok) return refuse(reader, to);
  return isOneFamily(from.bound, to.bound)
    ? { kind: "range", from: from.bound, to: to.bound }
    : badRange(reader, start);
}

function readEnds(reader: Reader, target: Target): { from: Atom; to: Atom } | null {
  skipSpace(reader);
  const from = readTyped(reader, { target, stops: "]" });
  skipSpace(reader);
  if (from === null || !isAtKeyword(reader, "TO")) return null;
  reader.at += "TO".length;
  skipSpace(reader);
  const to = readTyped(reader, { target, stops: "]" });
  skipSpace(reader);
  if (to === null || reader.text[reader.at] !== "]") return null;
  reader.at += 1;
  return isAtWordEnd(reader) ? { from, to } : null;
}

function isOneFamily(from: Bound, to: Bound): boolean {
  if (from.kind !== "address" || to.kind !== "address") return true;
  return from.value.includes(":") === to.value.includes(":");
}

// The closing bracket ends the faulty part, so that what follows is still understood.
function badRange(reader: Reader, start: number): null {
  const end = reader.text.indexOf("]", Math.max(start, reader.at - 1));
  reader.at = end < 0 ? reader.text.length : end + 1;
  const at = { start, end: reader.at };
  return addFault(reader, "bad_range", { at });
}
