import type { Moment, TimeValue } from "./time-value.ts";

export interface Span {
  start: number;
  end: number;
}

/** Literal pieces with a `*` between each two; one piece is a plain text. */
export type Pattern = readonly string[];

export type CompareOp = ">" | ">=" | "<" | "<=";

export type IpValue =
  | { kind: "network"; network: string }
  | { kind: "scope"; scope: "private" | "public" }
  | { kind: "text"; pattern: Pattern };

export type Bound =
  | { kind: "number"; value: string }
  | { kind: "moment"; value: Moment }
  | { kind: "address"; value: string };

export type Test =
  | { kind: "present" }
  | { kind: "equals"; values: readonly Pattern[] }
  | { kind: "contains"; pattern: Pattern }
  | { kind: "numbers"; values: readonly string[] }
  | { kind: "addresses"; values: readonly IpValue[] }
  | { kind: "userId"; id: string }
  | { kind: "userName"; pattern: Pattern }
  | { kind: "time"; value: TimeValue }
  | { kind: "compare"; op: CompareOp; bound: Bound }
  | { kind: "range"; from: Bound; to: Bound };

export interface TextTerm {
  kind: "text";
  pattern: Pattern;
}

export interface FieldTerm {
  kind: "field";
  field: string;
  /** Keys down to a value, for a json field; empty for the others. */
  path: readonly string[];
  test: Test;
}

export type Term = TextTerm | FieldTerm;

export type Node =
  | { kind: "and"; items: readonly Node[] }
  | { kind: "or"; items: readonly Node[] }
  | { kind: "not"; item: Node }
  | Term;

/** All of the nodes; null when there is none. Nested ones of the same kind are joined. */
export function allOf(nodes: readonly (Node | null)[]): Node | null {
  return joined("and", nodes);
}

export function anyOf(nodes: readonly (Node | null)[]): Node | null {
  return joined("or", nodes);
}

export function not(item: Node): Node {
  return { kind: "not", item };
}

function joined(kind: "and" | "or", nodes: readonly (Node | null)[]): Node | null {
  const items = nodes.flatMap((node) => {
    if (node === null) return [];
    return node.kind === kind ? [...node.items] : [node];
  });
  return items.length > 1 ? { kind, items } : (items[0] ?? null);
}

export function fieldTerm(field: string, test: Test, path: readonly string[] = []): FieldTerm {
  return { kind: "field", field, path, test };
}

/** Several `*` in a row mean the same as one. */
export function toPattern(pieces: readonly string[]): Pattern {
  const last = pieces.length - 1;
  return pieces.filter((piece, index) => piece !== "" || index === 0 || index === last);
}

export function isPlain(pattern: Pattern): boolean {
  return pattern.length === 1;
}

/** Same tree, whatever made it. */
export function isSameNode(left: unknown, right: unknown): boolean {
  return JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).map(([key, item]) => [key, sorted(item)] as const);
  return pairs.sort(([left], [right]) => (left < right ? -1 : 1));
}
