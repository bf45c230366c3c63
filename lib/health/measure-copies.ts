import { runCompiled, type Db } from "../db/index.ts";

/** How the portals' logs are being copied; times in seconds of the database's clock. */
export interface CopyMeasures {
  states: { state: string; reason: string | null; portals: number }[];
  /** Since the log of the active portal was read that waits longest; refused ones wait for people. */
  readSeconds: number;
}

interface Row {
  state: string;
  reason: string | null;
  portals: number;
  readSeconds: number | null;
}

const TEXT = `SELECT c.state, c.reason, count(*)::int AS portals,
    extract(epoch FROM now() - min(c.read_at))::float8 AS "readSeconds"
  FROM archive_copy c JOIN portal p ON p.id = c.portal_id
  WHERE p.state = 'active' GROUP BY c.state, c.reason ORDER BY c.state, c.reason`;

export async function measureCopies(db: Db): Promise<CopyMeasures> {
  const rows = await runCompiled<Row>(db, { text: TEXT, values: [] });
  const ages = rows
    .filter(({ state }) => state !== "refused")
    .map(({ readSeconds }) => readSeconds ?? 0);
  return {
    states: rows.map(({ state, reason, portals }) => ({ state, reason, portals })),
    readSeconds: Math.max(0, ...ages),
  };
}
