import { ENTRY_FIELDS, findField, fold } from "../../filter/index.ts";
import type { FieldTerm, Node, Pattern, Test } from "../../filter/index.ts";
import { addressRangeTerms, ipValueTerms } from "./address-terms.ts";
import {
  allAlternatives,
  anyAlternatives,
  bothOf,
  MAX_ALTERNATIVES,
  oneWay,
  type Alternatives,
} from "./alternatives.ts";
import { pathTerms, shortValueTerms } from "./json-terms.ts";
import { anyPresentTerms } from "./present-terms.ts";
import { EXACT, eachGram, exactTerms, pairTerms, type ExactKind } from "./term-hash.ts";

/** What blocks do not hold because it changes: who has a name, which types have a title. Null for too many. */
export interface KnownNames {
  /** All users that have or had a name which holds the pattern. */
  userIdsOfPattern(pattern: Pattern): readonly number[] | null;
  /** All types of the portal with a title that holds the pattern. */
  typesOfPattern(pattern: Pattern): readonly string[] | null;
}

/**
 * For a query, sets of terms: the block of each row that meets it holds all terms of one set. Null when blocks do
 * not help; no set at all when no row can meet it.
 */
export function requiredTerms(node: Node | null, known: KnownNames): number[][] | null {
  const found = node === null ? null : ofNode(node, known);
  return found?.map((terms) => [...terms]) ?? null;
}

function ofNode(node: Node, known: KnownNames): Alternatives {
  switch (node.kind) {
    case "and":
      return ofAll(node.items, known);
    case "or":
      return anyAlternatives(node.items.map((item) => ofNode(item, known)));
    case "not":
      return null;
    case "text":
      return ofText(node.pattern, known);
    case "field":
      return ofField(node, known);
  }
}

function ofAll(items: readonly Node[], known: KnownNames): Alternatives {
  const parts = items.map((item) => ofNode(item, known));
  const types = items.map(typesOf).find((codes) => codes !== null);
  if (types === undefined) return allAlternatives(parts);
  const userIds = items.map((item) => userIdsOf(item, known)).find((ids) => ids !== null);
  if (userIds === undefined || userIds.length * types.length > MAX_ALTERNATIVES)
    return allAlternatives(parts);
  const pairs = userIds.flatMap((id) => types.map((type) => pairTerms(id, type)));
  // Ahead of both alone, which tell no more than they do.
  return bothOf(anyAlternatives(pairs.map(oneWay)), allAlternatives(parts));
}

function userIdsOf(node: Node, known: KnownNames): readonly string[] | null {
  if (node.kind !== "field") return null;
  if (node.test.kind === "userId") return [node.test.id];
  if (node.test.kind !== "userName") return null;
  return known.userIdsOfPattern(node.test.pattern)?.map(String) ?? null;
}

/** In small letters; null where the query does not name them as wholes. */
function typesOf(node: Node): readonly string[] | null {
  if (node.kind !== "field" || node.field !== "type" || node.test.kind !== "equals") return null;
  const { values } = node.test;
  return values.every((value) => value.length === 1)
    ? values.map(([code = ""]) => fold(code))
    : null;
}

function ofText(pattern: Pattern, known: KnownNames): Alternatives {
  const inTexts = ofPieces(pattern);
  if (inTexts === null) return null;
  const types = known.typesOfPattern(pattern)?.map(typeTerms) ?? null;
  return anyAlternatives([inTexts, ofNames(pattern, known), types]);
}

function typeTerms(code: string): number[] {
  return exactTerms(EXACT.type, fold(code));
}

function ofNames(pattern: Pattern, known: KnownNames): Alternatives {
  const ids = known.userIdsOfPattern(pattern);
  return ids?.map((id) => exactTerms(EXACT.user, String(id))) ?? null;
}

const MAX_TERMS_OF_PATTERN = 24;

/** All pieces stand in the texts of one row; pieces shorter than that are in too many blocks to tell. */
function ofPieces(pattern: Pattern): Alternatives {
  const terms = pattern.map(fold).flatMap(pieceTerms);
  const step = Math.max(1, terms.length / MAX_TERMS_OF_PATTERN);
  const count = Math.min(terms.length, MAX_TERMS_OF_PATTERN);
  return oneWay(Array.from({ length: count }, (_, at) => terms[Math.floor(at * step)] ?? 0));
}

function pieceTerms(piece: string): number[] {
  const terms: number[] = [];
  eachGram(piece, (term) => terms.push(term));
  return terms;
}

function ofField({ field: name, path, test }: FieldTerm, known: KnownNames): Alternatives {
  const field = findField(ENTRY_FIELDS, name);
  // Nothing meets a field that is not there.
  if (field === null) return [];
  if (field.kind === "json") return ofJson(path, test);
  if (test.kind === "userName") return ofNames(test.pattern, known);
  if (field.nativeName === "requestId") {
    return allAlternatives([
      oneWay(pathTerms(["requestId"])),
      ofValues(test, (one) => ofPieces(one)),
    ]);
  }
  return ofTest(field.nativeName, test);
}

function ofJson(path: readonly string[], test: Test): Alternatives {
  const ofItem = (pattern: Pattern): Alternatives => {
    const [text, ...more] = pattern;
    const isWhole = text !== undefined && more.length === 0;
    const short = oneWay(isWhole ? shortValueTerms(path, fold(text)) : []);
    return allAlternatives([short, ofPieces(pattern)]);
  };
  return allAlternatives([oneWay(pathTerms(path)), ofValues(test, ofItem)]);
}

function ofValues(test: Test, ofValue: (pattern: Pattern) => Alternatives): Alternatives {
  return test.kind === "equals" ? anyAlternatives(test.values.map(ofValue)) : null;
}

const KINDS: Partial<Record<string, ExactKind>> = {
  severity: EXACT.severity,
  auditTypeId: EXACT.type,
  moduleId: EXACT.module,
  itemId: EXACT.item,
  siteId: EXACT.site,
  userId: EXACT.user,
  guestId: EXACT.guest,
};

const WITH_TEXT = new Set([
  ...["auditTypeId", "moduleId", "itemId", "remoteAddr"],
  ...["userAgent", "requestUri", "description"],
]);

function ofTest(name: string, test: Test): Alternatives {
  switch (test.kind) {
    case "present":
      return oneWay(anyPresentTerms(name) ?? []);
    case "equals":
      return ofValues(test, (pattern) => ofValue(name, pattern));
    case "contains":
      return WITH_TEXT.has(name) ? ofPieces(test.pattern) : null;
    case "numbers":
      return anyAlternatives(test.values.map((number) => ofExact(name, number)));
    case "userId":
      return ofExact(name, test.id);
    case "addresses":
      return anyAlternatives(
        test.values.map((one) => (one.kind === "text" ? ofPieces(one.pattern) : ipValueTerms(one))),
      );
    case "range": {
      const { from, to } = test;
      const isSpan = from.kind === "address" && to.kind === "address";
      return isSpan ? oneWay(addressRangeTerms(from.value, to.value)) : null;
    }
    // Order says nothing about single values, and neither does what was answered above.
    case "compare":
    case "time":
    case "userName":
      return null;
  }
}

function ofValue(name: string, pattern: Pattern): Alternatives {
  const [text, ...more] = pattern;
  const exact = text === undefined || more.length > 0 ? null : ofExact(name, fold(text));
  return exact ?? (WITH_TEXT.has(name) ? ofPieces(pattern) : null);
}

function ofExact(name: string, value: string): Alternatives {
  const kind = KINDS[name];
  return kind === undefined ? null : [exactTerms(kind, value)];
}
