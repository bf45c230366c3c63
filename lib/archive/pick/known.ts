import { eventTypeOf } from "../event-types.ts";
import { isStorable, toLike } from "../../filter/index.ts";
import { openParams } from "../search/params.ts";
import { ask, askStep, isOver, type Snapshot } from "../search/snapshot.ts";
import { TEXT_KINDS } from "../store/stored-entry.ts";
import { canFit, type RowTest, type TextField } from "./row-test.ts";

/** What conditions need of the archive before they can be compiled. */
export interface Known {
  /** Codes of the portal's types by their numbers. */
  types: ReadonlyMap<number, string>;
  /** Types whose object is a user. */
  userTypes: readonly number[];
  /** Numbers of the texts that a leaf fits; null for too many of them, or for no time to tell. */
  ids: ReadonlyMap<RowTest, readonly number[] | null>;
}

const MAX_IDS = 2_000;

type Leaf = Extract<RowTest, { kind: "texts" | "like" }>;

export const SHARED: Partial<Record<TextField, number>> = {
  severity: TEXT_KINDS.severity,
  auditTypeId: TEXT_KINDS.type,
  moduleId: TEXT_KINDS.module,
  siteId: TEXT_KINDS.site,
  userAgent: TEXT_KINDS.agent,
  requestUri: TEXT_KINDS.uri,
};

/** Looks up what stands in rows as numbers, in the state of the archive that the rows are read from. */
export async function learn(
  snapshot: Snapshot,
  { test, withTypes }: { test: RowTest; withTypes: boolean },
): Promise<Known> {
  const rows = withTypes || needsTypes(test) ? await readTypes(snapshot) : [];
  const types = new Map(rows.map(({ id, value }) => [id, value]));
  const ids = new Map<RowTest, readonly number[] | null>();
  for (const leaf of leavesOf(test)) ids.set(leaf, await readIds(snapshot, leaf));
  const isUser = ([, code]: [number, string]) => eventTypeOf(code).item === "user";
  return { types, userTypes: [...types].filter(isUser).map(([id]) => id), ids };
}

function needsTypes(test: RowTest): boolean {
  if (test.kind === "all" || test.kind === "any") return test.items.some(needsTypes);
  if (test.kind === "not") return needsTypes(test.item);
  return test.kind === "types" || ("field" in test && test.field === "itemTitle");
}

function leavesOf(test: RowTest): Leaf[] {
  if (test.kind === "all" || test.kind === "any") return test.items.flatMap(leavesOf);
  if (test.kind === "not") return leavesOf(test.item);
  const isLeaf = test.kind === "texts" || test.kind === "like";
  return isLeaf && (SHARED[test.field] !== undefined || test.field === "userName") ? [test] : [];
}

function readTypes(snapshot: Snapshot): Promise<{ id: number; value: string }[]> {
  const params = openParams();
  const text = `SELECT id, value FROM entry_text
    WHERE portal_id = ${params.add(snapshot.portalId, "bigint")} AND kind = ${TEXT_KINDS.type}`;
  return ask(snapshot, text, params);
}

async function readIds(snapshot: Snapshot, leaf: Leaf): Promise<readonly number[] | null> {
  if (!canFit(leaf)) return [];
  if (isOver(snapshot)) return null;
  const params = openParams();
  const portal = params.add(snapshot.portalId, "bigint");
  const kind = SHARED[leaf.field];
  const [id, value, source] =
    kind === undefined
      ? ["user_id", "name", `user_name WHERE portal_id = ${portal}`]
      : ["id", "value", `entry_text WHERE portal_id = ${portal} AND kind = ${kind}`];
  const fits =
    leaf.kind === "texts"
      ? `${value} = ANY(${params.add(leaf.values.filter(isStorable), "text[]")})`
      : `lower(${value}) LIKE ${params.add(toLike(leaf.pattern, true), "text")}`;
  const text = `SELECT DISTINCT ${id} AS id FROM ${source} AND ${fits} LIMIT ${MAX_IDS + 1}`;
  const rows = await askStep<{ id: number }>(snapshot, text, params);
  return rows === null || rows.length > MAX_IDS ? null : rows.map((row) => row.id);
}
