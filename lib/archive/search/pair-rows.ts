import { blockList } from "./blocks-part.ts";
import { openParams, type Params } from "./params.ts";
import type { Part } from "./parts.ts";
import { orderSql, type Direction, type EntryKey, type Place } from "./place.ts";
import type { Pair, Plan } from "./plan.ts";
import { askStep } from "./snapshot.ts";

interface Input {
  part: Part;
  place: Place;
  direction: Direction;
  wanted: number;
}

/**
 * The next rows of one user and one type, which are asked for so often that the server keeps the plan: for rows of
 * many months it takes longer to make than to run. Undefined for parts of other kinds, null when there was no time.
 */
export async function readPair(
  { snapshot, pair }: Plan,
  { part, place, direction, wanted }: Input,
): Promise<EntryKey[] | null | undefined> {
  if (pair === null) return undefined;
  const params = openParams();
  const once = (value: unknown, type: Parameters<Params["add"]>[1]): string =>
    `(SELECT ${params.add(value, type)})`;
  const portal = once(snapshot.portalId, "bigint");
  const rows = rowsOf(part, { pair, portal, once, params });
  if (rows === null) return undefined;
  const isOlder = direction === "older";
  // No entry has this number: of a moment without a row all entries are beyond, or by the span none.
  const seq = place.seq ?? 0n;
  const text = `/* kept plan */ SELECT e.at, e.seq FROM (${rows} OFFSET 0) AS e
    WHERE e.user_id = ${once(pair.userId, "integer")} AND e.type_id = ${once(pair.typeId, "integer")}
      AND e.at >= ${once(part.span.from, "timestamptz")} AND e.at < ${once(part.span.to, "timestamptz")}
      AND (e.at, e.seq) ${isOlder ? "<" : ">"} (${once(place.at, "timestamptz")}, ${once(seq, "bigint")})
    ORDER BY ${orderSql(direction)} LIMIT ${once(wanted, "bigint")}`;
  return askStep<EntryKey>(snapshot, text, params);
}

interface RowsInput {
  pair: Pair;
  portal: string;
  once: (value: unknown, type: Parameters<Params["add"]>[1]) => string;
  params: Params;
}

function rowsOf({ blocks, above, upTo }: Part, input: RowsInput): string | null {
  const { pair, portal, once, params } = input;
  if (blocks === undefined) {
    if (above === undefined || upTo === undefined) return null;
    return `SELECT at, seq, user_id, type_id FROM entry WHERE portal_id = ${portal}
      AND seq > ${once(above, "bigint")} AND seq <= ${once(upTo, "bigint")}`;
  }
  if (!blocks.every(({ isNarrow }) => isNarrow)) return null;
  // The index by user holds numbers of users only; those of entries are compared outside, where no index tempts.
  return `SELECT e.* FROM ${blockList(blocks, { params, upTo })} CROSS JOIN LATERAL (
      SELECT at, seq, user_id, type_id FROM entry e WHERE e.portal_id = ${portal}
        AND e.user_id = ${once(pair.userId, "integer")} AND e.user_id > 0
        AND e.at >= b.low_at AND e.at <= b.high_at OFFSET 0) AS e WHERE e.seq >= b.first_seq AND e.seq <= b.last_seq`;
}
