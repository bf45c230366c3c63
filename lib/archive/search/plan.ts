import type { FieldTerm, Node, Pattern } from "../../filter/index.ts";
import { fold, isPattern, toLike } from "../../filter/index.ts";
import { EXACT, exactTerms } from "../blocks/term-hash.ts";
import { resolveLookups, type FindIds, type Lookup, type Lookups } from "./lookups.ts";
import type { Params } from "./params.ts";
import type { SearchQuery } from "./read-query.ts";
import type { Snapshot } from "./snapshot.ts";
import { compileTest, neededLookups } from "./target.ts";

/** A query made ready to be asked in a snapshot. */
export interface Plan {
  snapshot: Snapshot;
  node: Node | null;
  /** Start inclusive, end exclusive: never wider than what is stored. */
  from: Date;
  to: Date;
  /** No row can meet it. */
  isNever: boolean;
  /** One value that all rows have in a column with an index of its own. */
  equal: Equal | null;
  /** The rows are just those of one user and one type. */
  pair: Pair | null;
  /** All rows have one of these numbers. */
  seqs: readonly string[] | null;
  /** All rows are the first of a user from an address, of which there is a table. */
  isFirst: boolean;
  lookups: Lookups;
  /** The condition on rows `e`. */
  test(params: Params): string;
}

export interface Equal {
  column: "user_id" | "type_id";
  id: number;
  /** Terms of all blocks with such rows; none when they are not known. */
  terms: readonly number[];
}

export interface Pair {
  userId: number;
  typeId: number;
}

export async function makePlan(snapshot: Snapshot, query: SearchQuery): Promise<Plan> {
  const { node, clock } = query;
  const { portalId } = snapshot;
  const needed = neededLookups(node, clock);
  const lookups = await resolveLookups(snapshot, needed);
  const { find } = lookups;
  const from = query.from !== null && query.from > snapshot.low ? query.from : snapshot.low;
  const to = query.to !== null && query.to < snapshot.high ? query.to : snapshot.high;
  return {
    snapshot,
    node,
    from,
    to,
    isNever: from >= to || isNever(node, { clock, portalId, find }),
    equal: equalOf(node, find),
    pair: pairOf(node, find),
    seqs: seqsOf(node),
    isFirst: allTerms(node).some(isFirstTerm),
    lookups,
    test: (params) => compileTest(node, { clock, portalId, find, params }),
  };
}

function isNever(
  node: Node | null,
  input: { clock: SearchQuery["clock"]; portalId: bigint; find: FindIds },
): boolean {
  if (node === null || node.kind === "not" || node.kind === "text") return false;
  if (node.kind === "and") return node.items.some((item) => isNever(item, input));
  if (node.kind === "or") return node.items.every((item) => isNever(item, input));
  const params: Params = { values: [], add: () => "" };
  return compileTest(node, { ...input, params }) === "(false)";
}

/** Conditions that all rows meet. */
function allTerms(node: Node | null): Node[] {
  if (node === null) return [];
  return node.kind === "and" ? node.items.flatMap(allTerms) : [node];
}

// Users come first, wherever they stand: a user has fewer entries than a type.
function equalOf(node: Node | null, find: FindIds): Equal | null {
  const all = allTerms(node).flatMap((term) => {
    const equal = term.kind === "field" ? equalOfTerm(term, find) : null;
    return equal === null ? [] : [equal];
  });
  return all.find(({ column }) => column === "user_id") ?? all[0] ?? null;
}

function pairOf(node: Node | null, find: FindIds): Pair | null {
  if (node?.kind !== "and" || node.items.length !== 2) return null;
  const user = node.items.find((item) => item.kind === "field" && item.test.kind === "userId");
  const type = node.items.find((item) => item.kind === "field" && item.field === "type");
  if (user?.kind !== "field" || type?.kind !== "field") return null;
  const [byUser, byType] = [equalOfTerm(user, find), equalOfTerm(type, find)];
  return byUser === null || byType === null ? null : { userId: byUser.id, typeId: byType.id };
}

function equalOfTerm({ field, test }: FieldTerm, find: FindIds): Equal | null {
  if (test.kind === "userId") {
    const id = Number(test.id);
    return id > 0 && id <= MAX_INTEGER ? equalUser(id) : null;
  }
  if (test.kind === "userName") {
    const id = only(find(userLookup(test.pattern)));
    return id === null ? null : equalUser(id);
  }
  if (test.kind !== "equals" || field !== "type") return null;
  const likes = test.values.map((value) => toLike(value, true));
  const id = only(find({ source: "type", likes }));
  const [[code, ...more] = [], ...others] = test.values;
  const isWhole = code !== undefined && more.length + others.length === 0;
  const terms = isWhole ? exactTerms(EXACT.type, fold(code)) : [];
  return id === null ? null : { column: "type_id", id, terms };
}

export function userLookup(pattern: Pattern): Lookup {
  return { source: "user", likes: [toLike(pattern, pattern.length > 1)] };
}

const MAX_INTEGER = 2_147_483_647;

function equalUser(id: number): Equal {
  return { column: "user_id", id, terms: exactTerms(EXACT.user, String(id)) };
}

function isFirstTerm(term: Node): boolean {
  if (term.kind !== "field" || term.field !== "is") return false;
  if (term.test.kind !== "equals") return term.test.kind === "present";
  return term.test.values.every((value) => !isPattern(value, ""));
}

function only(ids: readonly number[] | null | undefined): number | null {
  return ids?.length === 1 ? (ids[0] ?? null) : null;
}

function seqsOf(node: Node | null): readonly string[] | null {
  for (const term of allTerms(node)) {
    if (term.kind === "field" && term.test.kind === "numbers" && term.field === "id") {
      return term.test.values;
    }
  }
  return null;
}
