import { openParams } from "../search/params.ts";
import type { EntryKey } from "../search/place.ts";
import type { Plan } from "../search/plan.ts";
import { askStep, hasBlocks, isOver } from "../search/snapshot.ts";
import { nextSize, smaller } from "../search/step-size.ts";

const [FIRST_ROWS, MAX_ROWS] = [1_000, 20_000];
// With blocks there may be a shorter way than by numbers.
const ENOUGH_ROWS = 50_000;

interface Input {
  wanted: number;
  isDescending: boolean;
  /** Only numbers above. */
  above: bigint;
}

/** The first rows by number; null when another way has to be tried, or time was over. */
export async function walkNumbers(plan: Plan, input: Input): Promise<EntryKey[] | null> {
  const { snapshot, node } = plan;
  const { wanted, isDescending, above } = input;
  const maxRows = node?.kind !== "not" && hasBlocks(snapshot) ? ENOUGH_ROWS : Infinity;
  const keys: EntryKey[] = [];
  let [low, high] = [above, snapshot.lastSeq];
  let [rows, looked] = [FIRST_ROWS, 0];
  while (low < high) {
    if (isOver(snapshot) || looked >= maxRows) return null;
    const step = BigInt(rows);
    const from = isDescending && high - step > low ? high - step : low;
    const to = !isDescending && low + step < high ? low + step : high;
    const part = { low: from, high: to, limit: wanted - keys.length, isDescending };
    const started = performance.now();
    const found = await readBetween(plan, part);
    if (found === null) {
      rows = smaller(rows);
      continue;
    }
    keys.push(...found);
    if (keys.length >= wanted) return keys;
    looked += rows;
    rows = nextSize(rows, { tookMs: performance.now() - started, max: MAX_ROWS });
    if (isDescending) high = from;
    else low = to;
  }
  return keys;
}

interface Between {
  low: bigint;
  high: bigint;
  limit: number;
  isDescending: boolean;
}

async function readBetween(plan: Plan, part: Between): Promise<EntryKey[] | null> {
  const params = openParams();
  const text = `SELECT e.at, e.seq FROM (
      SELECT * FROM entry e WHERE e.portal_id = ${params.add(plan.snapshot.portalId, "bigint")}
        AND e.seq > ${params.add(part.low, "bigint")} AND e.seq <= ${params.add(part.high, "bigint")}
        AND e.at >= ${params.add(plan.from, "timestamptz")}
        AND e.at < ${params.add(plan.to, "timestamptz")} OFFSET 0
    ) AS e WHERE ${plan.test(params)}
    ORDER BY e.seq ${part.isDescending ? "DESC" : "ASC"} LIMIT ${part.limit}`;
  return askStep<EntryKey>(plan.snapshot, text, params);
}
