import { NEVER, type PickQuery, type RowTest } from "../archive/index.ts";
import { networksOf, toNetwork } from "../filter/index.ts";
import { actionOf } from "./actions.ts";
import { FILTER, SEARCH, type FilterField } from "./fields.ts";
import type { AuditRequest } from "./read-parameters.ts";

const MAX_ID = 9_223_372_036_854_775_807n;

/** What a call asks of the archive. */
export function toQuery(request: AuditRequest): PickQuery {
  const { auditIds, userIds, timeFrom, timeTill, after } = request;
  const items: RowTest[] = [];
  if (auditIds !== null) items.push({ kind: "numbers", field: "seq", values: auditIds });
  if (userIds !== null) items.push({ kind: "numbers", field: "userId", values: userIds });
  if (after !== null) items.push({ kind: "after", seq: after });
  if (timeFrom !== null && timeTill !== null && timeFrom > timeTill) items.push(NEVER);
  items.push(...filterTests(request), ...searchTests(request));
  return {
    from: timeFrom === null ? null : new Date(timeFrom * 1_000),
    // The last second belongs to the range as a whole.
    to: timeTill === null ? null : new Date((timeTill + 1) * 1_000),
    test: { kind: "all", items },
  };
}

function filterTests({ filter, isAny }: AuditRequest): RowTest[] {
  const tests = [...filter].map(([name, values]) => filterTest(FILTER[name], values));
  return joinedBy(isAny, tests);
}

function filterTest(field: FilterField | undefined, values: readonly string[]): RowTest {
  switch (field?.kind) {
    case "number":
      return { kind: "numbers", field: field.field, values: values.flatMap(toId) };
    case "action": {
      const actions = values.flatMap(toId).map(Number);
      if (actions.length === 0) return NEVER;
      return { kind: "types", holds: (code) => actions.includes(actionOf(code)) };
    }
    case "time":
      return { kind: "numbers", field: "second", values: values.flatMap(toSecond) };
    case "address":
      return addressTest(values);
    case "text":
      return { kind: "texts", field: field.field, values };
    case undefined:
      return NEVER;
  }
}

function toId(text: string): string[] {
  if (!/^\d{1,30}$/.test(text)) return [];
  const number = BigInt(text);
  return number > MAX_ID ? [] : [String(number)];
}

function toSecond(text: string): string[] {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? [] : [String(time / 1_000)];
}

function addressTest(values: readonly string[]): RowTest {
  const plain = values.filter((value) => !value.includes("/"));
  const networks = values.filter((value) => value.includes("/")).flatMap(networksIn);
  const items: RowTest[] = [];
  if (plain.length > 0) items.push({ kind: "texts", field: "remoteAddr", values: plain });
  if (networks.length > 0) items.push({ kind: "networks", networks });
  return { kind: "any", items };
}

/** None for a text that is no network. */
function networksIn(text: string): string[] {
  const network = toNetwork(text);
  if (network === null) return [];
  return networksOf({ kind: "network", network })?.networks ?? [];
}

function searchTests(request: AuditRequest): RowTest[] {
  const { search, isAny, isExcluding } = request;
  const tests = [...search].flatMap(([name, patterns]) =>
    patterns.map((pattern): RowTest => {
      const field = SEARCH[name] ?? "description";
      const like: RowTest = { kind: "like", field, pattern: toPattern(pattern, request) };
      return isExcluding ? { kind: "not", item: like } : like;
    }),
  );
  return joinedBy(isAny, tests);
}

// The parts of a pattern have anything between them.
function toPattern(text: string, { hasWildcards, isStart }: AuditRequest): string[] {
  if (hasWildcards) return text.split("*");
  return isStart ? [text, ""] : ["", text, ""];
}

function joinedBy(isAny: boolean, tests: RowTest[]): RowTest[] {
  return isAny && tests.length > 0 ? [{ kind: "any", items: tests }] : tests;
}
