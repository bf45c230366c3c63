import { runCompiled, type Db } from "../../db/index.ts";
import type { CountChanges, CubeChange, DayChange } from "./count-rows.ts";

/** Writes changes of counts; the caller holds the portal's row of archive_index, so nobody else does meanwhile. */
export async function writeCounts(
  tx: Db,
  { portalId, changes }: { portalId: bigint; changes: CountChanges },
): Promise<void> {
  await writeDays(tx, { portalId, days: [...changes.days.values()] });
  const cells = [...changes.cube.values()].filter(({ total }) => total !== 0);
  await writeCube(tx, { portalId, cells });
}

const DAY_COLUMNS = `day date, keep smallint, severity_id integer, type_id integer, module_id integer`;
const DAY_KEYS = "portal_id, day, keep, severity_id, type_id, module_id";

interface StoredDay {
  place: number;
  quarters: number[];
  counts: number[];
}

const READ_DAYS = `SELECT c.place, d.quarters, d.counts
  FROM json_to_recordset($2::json) AS c (place integer, ${DAY_COLUMNS})
  JOIN entry_day d ON d.portal_id = $1::bigint AND d.day = c.day AND d.keep = c.keep
    AND d.severity_id = c.severity_id AND d.type_id = c.type_id AND d.module_id = c.module_id`;

const WRITE_DAYS = `INSERT INTO entry_day (${DAY_KEYS}, total, quarters, counts)
  SELECT $1::bigint, c.day, c.keep, c.severity_id, c.type_id, c.module_id, c.total, c.quarters, c.counts
  FROM json_to_recordset($2::json)
    AS c (${DAY_COLUMNS}, total integer, quarters smallint[], counts integer[])
  ON CONFLICT (${DAY_KEYS}) DO UPDATE
    SET total = excluded.total, quarters = excluded.quarters, counts = excluded.counts`;

const DROP_DAYS = `DELETE FROM entry_day d USING json_to_recordset($2::json) AS c (${DAY_COLUMNS})
  WHERE d.portal_id = $1::bigint AND d.day = c.day AND d.total = 0`;

async function writeDays(
  tx: Db,
  { portalId, days }: { portalId: bigint; days: DayChange[] },
): Promise<void> {
  if (days.length === 0) return;
  const keys = days.map((day, place) => ({ place, ...dayColumns(day) }));
  const stored = await runCompiled<StoredDay>(tx, {
    text: READ_DAYS,
    values: [portalId, JSON.stringify(keys)],
  });
  const found = new Map(stored.map((day) => [day.place, day]));
  const merged = days.map((day, place) => mergeDay(day, found.get(place)));
  await runCompiled(tx, { text: WRITE_DAYS, values: [portalId, JSON.stringify(merged)] });
  const empty = merged.filter(({ total }) => total === 0);
  if (empty.length === 0) return;
  await runCompiled(tx, { text: DROP_DAYS, values: [portalId, JSON.stringify(empty)] });
}

function dayColumns({ day, keep, severityId, typeId, moduleId }: DayChange) {
  return { day, keep, severity_id: severityId, type_id: typeId, module_id: moduleId };
}

function mergeDay(day: DayChange, stored: StoredDay | undefined) {
  const all = new Map(day.quarters);
  stored?.quarters.forEach((quarter, at) => {
    all.set(quarter, (all.get(quarter) ?? 0) + (stored.counts[at] ?? 0));
  });
  const filled = [...all].filter(([, count]) => count !== 0).sort(([one], [other]) => one - other);
  const counts = filled.map(([, count]) => count);
  return {
    ...dayColumns(day),
    total: counts.reduce((sum, count) => sum + count, 0),
    quarters: filled.map(([quarter]) => quarter),
    counts,
  };
}

const CUBE_COLUMNS = `day date, key bigint, keep smallint, severity_id integer, type_id integer,
  module_id integer, site_id integer, user_id integer, addr inet, addr_text text, total integer`;
const CUBE_NAMES = CUBE_COLUMNS.split(",").map((column) => column.trim().split(" ")[0]);

const WRITE_CUBE = `INSERT INTO entry_cube (portal_id, ${CUBE_NAMES.join(", ")})
  SELECT $1::bigint, ${CUBE_NAMES.map((name) => `c.${name}`).join(", ")}
  FROM json_to_recordset($2::json) AS c (${CUBE_COLUMNS})
  ON CONFLICT (portal_id, day, key) DO UPDATE SET total = entry_cube.total + excluded.total`;

const DROP_CELLS = `DELETE FROM entry_cube d USING json_to_recordset($2::json) AS c (day date, key bigint)
  WHERE d.portal_id = $1::bigint AND d.day = c.day AND d.key = c.key AND d.total = 0`;

async function writeCube(
  tx: Db,
  { portalId, cells }: { portalId: bigint; cells: CubeChange[] },
): Promise<void> {
  if (cells.length === 0) return;
  const rows = cells.map(({ severityId, typeId, moduleId, siteId, userId, addrText, ...rest }) => ({
    ...rest,
    severity_id: severityId,
    type_id: typeId,
    module_id: moduleId,
    site_id: siteId,
    user_id: userId,
    addr_text: addrText,
  }));
  await runCompiled(tx, { text: WRITE_CUBE, values: [portalId, JSON.stringify(rows)] });
  const less = cells.filter(({ total }) => total < 0).map(({ day, key }) => ({ day, key }));
  if (less.length === 0) return;
  await runCompiled(tx, { text: DROP_CELLS, values: [portalId, JSON.stringify(less)] });
}
