import type { FieldTerm, Node, Pattern } from "../../filter/index.ts";
import { toLike } from "../../filter/index.ts";
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
  /** All rows have one of these numbers. */
  seqs: readonly string[] | null;
  lookups: Lookups;
  /** The condition on rows `e`. */
  test(params: Params): string;
}

export interface Equal {
  column: "user_id" | "type_id";
  id: number;
}

export async function makePlan(snapshot: Snapshot, query: SearchQuery): Promise<Plan> {
  const { node, clock } = query;
  const { db, portalId } = snapshot;
  const needed = neededLookups(node, clock);
  const lookups = await resolveLookups({ db, portalId, lookups: needed });
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
    seqs: seqsOf(node),
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

function equalOf(node: Node | null, find: FindIds): Equal | null {
  for (const term of allTerms(node)) {
    const equal = term.kind === "field" ? equalOfTerm(term, find) : null;
    if (equal !== null) return equal;
  }
  return null;
}

// Users come first: a user has fewer entries than a type.
function equalOfTerm({ field, test }: FieldTerm, find: FindIds): Equal | null {
  if (test.kind === "userId") {
    const id = Number(test.id);
    return id > 0 && id <= MAX_INTEGER ? { column: "user_id", id } : null;
  }
  if (test.kind === "userName") return only("user_id", find(userLookup(test.pattern)));
  if (test.kind !== "equals" || field !== "type") return null;
  const likes = test.values.map((value) => toLike(value, true));
  return only("type_id", find({ source: "type", likes }));
}

export function userLookup(pattern: Pattern): Lookup {
  return { source: "user", likes: [toLike(pattern, pattern.length > 1)] };
}

const MAX_INTEGER = 2_147_483_647;

function only(column: Equal["column"], ids: readonly number[] | null | undefined): Equal | null {
  const [id] = ids ?? [];
  return ids?.length === 1 && id !== undefined ? { column, id } : null;
}

function seqsOf(node: Node | null): readonly string[] | null {
  for (const term of allTerms(node)) {
    if (term.kind === "field" && term.test.kind === "numbers" && term.field === "id") {
      return term.test.values;
    }
  }
  return null;
}
