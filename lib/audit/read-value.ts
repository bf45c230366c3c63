import { entriesOf, integerText } from "./json-input.ts";
import { invalidParameter } from "./rpc-fault.ts";

const MAX_ID = 9_223_372_036_854_775_807n;
const MAX_IDS = 10_000;
const [MIN_INT, MAX_INT] = [-2_147_483_648n, 2_147_483_647n];

/** Whole numbers from zero on, one or a list; null when there is none. */
export function readIds(path: string, value: unknown): string[] | null {
  if (value === undefined || value === null) return null;
  const single = idOf(value);
  if (single !== null) return [checkId(path, single)];
  const items = entriesOf(value);
  if (items === null) throw invalidParameter(path, "an array is expected");
  if (items.length > MAX_IDS) throw invalidParameter(path, `at most ${MAX_IDS} values are allowed`);
  return items.map(([, item], at) => {
    const itemPath = `${path}/${at + 1}`;
    const id = idOf(item);
    if (id === null) throw invalidParameter(itemPath, "a number is expected");
    return checkId(itemPath, id);
  });
}

export function readId(path: string, value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const id = idOf(value);
  if (id === null) throw invalidParameter(path, "a number is expected");
  return checkId(path, id);
}

function idOf(value: unknown): string | null {
  const text = integerText(value);
  return text === null || text.startsWith("-") ? null : text;
}

function checkId(path: string, id: string): string {
  const number = BigInt(id);
  if (number > MAX_ID) throw invalidParameter(path, "a number is too large");
  return String(number);
}

export function readInteger(path: string, value: unknown): number | null {
  if (value === undefined || value === null) return null;
  const text = integerText(value);
  if (text === null) throw invalidParameter(path, "an integer is expected");
  const number = BigInt(text);
  if (number < MIN_INT || number > MAX_INT) throw invalidParameter(path, "a number is too large");
  return Number(number);
}

export function readLimit(path: string, value: unknown): number | null {
  const limit = readInteger(path, value);
  if (limit !== null && limit < 1) {
    throw invalidParameter(path, `value must be one of 1-${MAX_INT}`);
  }
  return limit;
}

export function readBoolean(path: string, value: unknown): boolean {
  if (value === undefined) return false;
  if (typeof value !== "boolean") throw invalidParameter(path, "a boolean is expected");
  return value;
}

/** Set by anything but nothing and a plain no. */
export function readFlag(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** Different names out of a list of them. */
export function readNames(path: string, value: unknown, known: readonly string[]): string[] {
  const items = entriesOf(value);
  if (items === null) throw invalidParameter(path, "an array is expected");
  const names: string[] = [];
  for (const [at, [, item]] of items.entries()) {
    const itemPath = `${path}/${at + 1}`;
    const name = readName(itemPath, item, known);
    if (names.includes(name)) throw invalidParameter(itemPath, `value (${name}) already exists`);
    names.push(name);
  }
  return names;
}

export function readName(path: string, value: unknown, known: readonly string[]): string {
  if (typeof value !== "string") throw invalidParameter(path, "a character string is expected");
  if (known.includes(value)) return value;
  const quoted = known.map((name) => `"${name}"`).join(", ");
  throw invalidParameter(
    path,
    known.length === 1 ? `value must be ${quoted}` : `value must be one of ${quoted}`,
  );
}

/** Refuses what is not in the list, and gives the rest by name. */
export function readObject(
  path: string,
  value: unknown,
  known: readonly string[],
): Map<string, unknown> {
  const entries = entriesOf(value);
  if (entries === null) throw invalidParameter(path, "an array is expected");
  for (const [name] of entries) {
    if (!known.includes(name)) {
      throw invalidParameter(path, `unexpected parameter "${name.slice(0, 200)}"`);
    }
  }
  return new Map(entries);
}
