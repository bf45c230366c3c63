import { isPlain, type Bound, type IpValue, type Span, type Test } from "./ast.ts";
import type { FaultReason } from "./faults.ts";
import type { Field } from "./fields.ts";
import { toAddress, toNetwork } from "./networks.ts";
import type { Atom } from "./reader.ts";
import { parseMoment, parseTimeValue } from "./time-value.ts";

interface Refusal {
  ok: false;
  reason: FaultReason;
  at: Span;
}

export type Reading = { ok: true; test: Test } | Refusal;

const MAX_INTEGER = 9_223_372_036_854_775_807n;
// Fifteen digits are what every reader of numbers keeps exactly.
const DECIMAL = /^-?(?:\d{1,15}|\d{1,9}\.\d{1,6})$/;

/** The values of a field by its declared kind. */
export function toTest(field: Field, atoms: readonly Atom[]): Reading {
  const refused = atoms.find(({ pattern }) => !isPlain(pattern));
  if (refused !== undefined && !field.operators.includes("wildcard")) {
    return { ok: false, reason: "operator_not_allowed", at: refused.at };
  }
  switch (field.kind) {
    case "code":
    case "id":
    case "json":
      return done({ kind: "equals", values: atoms.map(({ pattern }) => pattern) });
    case "text":
      return first(atoms, ({ pattern }) => ({ kind: "contains", pattern }));
    case "user":
      return first(atoms, toUserTest);
    case "time":
      return toTime(atoms);
    case "number":
      return collect(atoms, {
        read: toInteger,
        reason: "not_a_number",
        make: (values) => ({ kind: "numbers", values }),
      });
    case "ip":
      return collect(atoms, {
        read: toIpValue,
        reason: "not_an_address",
        make: (values) => ({ kind: "addresses", values }),
      });
  }
}

function done(test: Test): Reading {
  return { ok: true, test };
}

const NOWHERE: Span = { start: 0, end: 0 };

function first(atoms: readonly Atom[], make: (atom: Atom) => Test): Reading {
  const [atom] = atoms;
  return atom === undefined ? refusal("value_missing", NOWHERE) : done(make(atom));
}

function refusal(reason: FaultReason, at: Span): Refusal {
  return { ok: false, reason, at };
}

function collect<Value>(
  atoms: readonly Atom[],
  input: {
    read: (atom: Atom) => Value | null;
    reason: FaultReason;
    make: (values: Value[]) => Test;
  },
): Reading {
  const values: Value[] = [];
  for (const atom of atoms) {
    const value = input.read(atom);
    if (value === null) return refusal(input.reason, atom.at);
    values.push(value);
  }
  return done(input.make(values));
}

// Digits name a user by id, as does user_7, which processes put in; in quotes they are part of a name.
function toUserTest({ pattern, isQuoted }: Atom): Test {
  const digits =
    isQuoted || !isPlain(pattern) ? null : /^(?:#|user_)?(\d{1,15})$/i.exec(pattern[0] ?? "");
  return digits === null
    ? { kind: "userName", pattern }
    : { kind: "userId", id: String(Number(digits[1])) };
}

function toTime([atom]: readonly Atom[]): Reading {
  const value = parseTimeValue(atom?.pattern[0] ?? "");
  return value === null
    ? refusal("not_a_time", atom?.at ?? NOWHERE)
    : done({ kind: "time", value });
}

function toIpValue({ pattern, isQuoted }: Atom): IpValue | null {
  if (!isPlain(pattern)) return { kind: "text", pattern };
  const text = pattern[0] ?? "";
  const network = toNetwork(text);
  if (network !== null) return { kind: "network", network };
  if (isQuoted) return { kind: "text", pattern };
  const scope = text.toLowerCase();
  return scope === "private" || scope === "public" ? { kind: "scope", scope } : null;
}

function toInteger({ pattern }: Atom): string | null {
  const text = pattern[0] ?? "";
  if (!/^-?\d{1,40}$/.test(text)) return null;
  const value = BigInt(text);
  return value <= MAX_INTEGER && value >= -MAX_INTEGER ? value.toString() : null;
}

function toDecimal({ pattern }: Atom): string | null {
  const text = pattern[0] ?? "";
  return DECIMAL.test(text) ? String(Number(text)) : null;
}

/** One end of a range, or what a comparison compares with. */
export function toBound(field: Field, atom: Atom): { ok: true; bound: Bound } | Refusal {
  const bound = isPlain(atom.pattern) ? readBound(field, atom) : null;
  if (bound !== null) return { ok: true, bound };
  if (field.kind === "time") return refusal("not_a_time", atom.at);
  return refusal(field.kind === "ip" ? "not_an_address" : "not_a_number", atom.at);
}

function readBound(field: Field, atom: Atom): Bound | null {
  if (field.kind === "time") {
    const value = parseMoment(atom.pattern[0] ?? "");
    return value === null ? null : { kind: "moment", value };
  }
  if (field.kind === "ip") {
    const value = toAddress(atom.pattern[0] ?? "");
    return value === null ? null : { kind: "address", value };
  }
  const value = field.kind === "json" ? toDecimal(atom) : toInteger(atom);
  return value === null ? null : { kind: "number", value };
}
