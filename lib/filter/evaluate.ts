import type { Bound, CompareOp, FieldTerm, Node, Pattern, Test } from "./ast.ts";
import { ENTRY_FIELDS, findField, type Field, type FieldTable } from "./fields.ts";
import { jsonAt, jsonItems, scalarNumber, scalarText } from "./json-value.ts";
import type { NativeFields } from "./native-fields.ts";
import { compareAddresses, isInNetworks, networksOf } from "./networks.ts";
import { fitsPattern, holdsPattern, isPattern } from "./pattern.ts";
import { CLOCK_FIELDS, clockValue } from "./zone-hours.ts";
import { compareLimit, valueLimits, type Clock, type TimeLimit } from "./resolve-time.ts";

/** An entry by its native names, with what its description was decoded to. */
export interface EntryRow extends NativeFields {
  id: string;
  /** The same time in UTC, where the row has it: it wins. */
  at?: string;
  /** What the archive itself says about it; empty for nothing. */
  is?: string;
  decoded?: { text: string; json: unknown } | null;
}

/** A text, several to be looked at each by itself, or none. */
type Words = string | readonly string[] | null;

export interface EvaluateContext extends Clock {
  /** All names a user has or had. */
  userName: (id: number) => Words;
  /** Words for a type that free text finds too. */
  typeTitle?: (code: string) => Words;
  fields?: FieldTable;
}

/** Whether a row meets the query: the same answer as the compiled statement gives. */
export function evaluate(node: Node | null, row: EntryRow, ctx: EvaluateContext): boolean {
  if (node === null) return true;
  switch (node.kind) {
    case "and":
      return node.items.every((item) => evaluate(item, row, ctx));
    case "or":
      return node.items.some((item) => evaluate(item, row, ctx));
    case "not":
      return !evaluate(node.item, row, ctx);
    case "text":
      return meetsText(node.pattern, row, ctx);
    case "field": {
      const field = findField(ctx.fields ?? ENTRY_FIELDS, node.field);
      return field !== null && meetsField({ term: node, field }, row, ctx);
    }
  }
}

function meetsText(pattern: Pattern, row: EntryRow, ctx: EvaluateContext): boolean {
  const texts = [
    ...descriptionTexts(row),
    row.requestUri,
    row.userAgent,
    row.itemId,
    ...namesOf(row, ctx),
    row.auditTypeId,
    ...listed(ctx.typeTitle?.(row.auditTypeId) ?? null),
    row.moduleId,
    row.remoteAddr,
  ];
  return texts.some((text) => typeof text === "string" && holdsPattern(pattern, text));
}

function descriptionTexts(row: EntryRow): (string | null | undefined)[] {
  return [row.description, row.decoded?.text];
}

function namesOf(row: EntryRow, ctx: EvaluateContext): readonly string[] {
  return row.userId === null ? [] : listed(ctx.userName(row.userId));
}

function listed(words: Words): readonly string[] {
  if (words === null) return [];
  return typeof words === "string" ? [words] : words;
}

interface FieldTest {
  term: FieldTerm;
  field: Field;
}

function meetsField({ term, field }: FieldTest, row: EntryRow, ctx: EvaluateContext): boolean {
  if (field.kind === "json") return meetsJson(term, row);
  const value = valueOf(row, field, ctx);
  if (term.test.kind === "userName") {
    const { pattern } = term.test;
    return namesOf(row, ctx).some((name) => fitsPattern(pattern, name));
  }
  if (term.test.kind === "contains") {
    const texts = field.nativeName === "description" ? descriptionTexts(row) : [value];
    const { pattern } = term.test;
    return texts.some((text) => typeof text === "string" && fitsPattern(pattern, text));
  }
  return value !== null && meetsValue(term.test, { field, value, ctx });
}

function valueOf(row: EntryRow, { nativeName, kind }: Field, { zone }: Clock): string | null {
  const clockField = CLOCK_FIELDS.find((name) => name === nativeName);
  if (clockField !== undefined) {
    const at = Date.parse(row.at ?? row.timestampX);
    return Number.isNaN(at) ? null : String(clockValue(clockField, at, zone));
  }
  if (nativeName === "requestId") return scalarText(jsonAt(row.decoded?.json, ["requestId"]));
  if (kind === "time") return row.at ?? row.timestampX;
  const value = (row as unknown as Record<string, unknown>)[nativeName];
  return scalarText(value);
}

interface Value {
  field: Field;
  value: string;
  ctx: EvaluateContext;
}

function meetsValue(test: Test, { field, value, ctx }: Value): boolean {
  switch (test.kind) {
    case "present":
      return value !== "" && !field.blanks.includes(value);
    case "equals":
      return test.values.some((pattern) => isPattern(pattern, value));
    case "numbers":
      return test.values.includes(value);
    case "userId":
      return value === test.id;
    case "addresses":
      return test.values.some((one) => {
        const range = networksOf(one);
        if (range === null) return one.kind === "text" && isPattern(one.pattern, value);
        const isIn = isInNetworks(value, range.networks);
        return isIn !== null && isIn !== range.isOutside;
      });
    case "time":
      return valueLimits(test.value, ctx).every((limit) => isWithin(value, limit));
    case "compare":
      return meetsBound(value, { op: test.op, bound: test.bound }, ctx);
    case "range":
      return (
        meetsBound(value, { op: ">=", bound: test.from }, ctx) &&
        meetsBound(value, { op: "<=", bound: test.to }, ctx)
      );
    case "contains":
    case "userName":
      return false;
  }
}

function isWithin(value: string, { op, at }: TimeLimit): boolean {
  const time = Date.parse(value);
  return !Number.isNaN(time) && isOrdered(op, time - at.getTime());
}

function meetsBound(
  value: string,
  { op, bound }: { op: CompareOp; bound: Bound },
  clock: Clock,
): boolean {
  switch (bound.kind) {
    case "moment":
      return isWithin(value, compareLimit(op, bound.value, clock));
    case "number":
      return /^-?\d+$/.test(value) && isOrdered(op, compareDigits(value, bound.value));
    case "address": {
      const order = compareAddresses(value, bound.value);
      return order !== null && isOrdered(op, order);
    }
  }
}

function compareDigits(left: string, right: string): number {
  const difference = BigInt(left) - BigInt(right);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}

function isOrdered(op: CompareOp, order: number): boolean {
  if (op === ">") return order > 0;
  if (op === "<") return order < 0;
  return op === ">=" ? order >= 0 : order <= 0;
}

function meetsJson({ path, test }: FieldTerm, row: EntryRow): boolean {
  const json = row.decoded?.json;
  if (test.kind === "present") {
    const value = jsonAt(json, path);
    return value !== undefined && value !== null && value !== "";
  }
  return jsonItems(json, path).some((item) => meetsItem(test, item));
}

function meetsItem(test: Test, item: unknown): boolean {
  if (test.kind === "equals") {
    const text = scalarText(item);
    return text !== null && test.values.some((pattern) => isPattern(pattern, text));
  }
  const number = scalarNumber(item);
  if (number === null) return false;
  if (test.kind === "compare") return isNumberWithin(number, test.op, test.bound);
  return (
    test.kind === "range" &&
    isNumberWithin(number, ">=", test.from) &&
    isNumberWithin(number, "<=", test.to)
  );
}

function isNumberWithin(number: number, op: CompareOp, bound: Bound): boolean {
  return bound.kind === "number" && isOrdered(op, number - Number(bound.value));
}
