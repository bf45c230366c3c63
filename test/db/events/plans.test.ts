import { expect, test } from "vitest";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();
const ROWS = 20_000;

test("a rare name in a long processing log is found without reading the log", async () => {
  const { portalId } = await installPortal(testCtx(db), await cloud.addPortal());
  await db.$executeRaw`
    INSERT INTO processing_event (portal_id, at, id, response_ms, status, event_name, webhook_id,
      message, warnings, errors)
    SELECT ${portalId}, now() - make_interval(secs => n), gen_random_uuid(), 5, 'EVENT_SUCCESS',
      CASE WHEN n % 5000 = 1 THEN 'logbook_wait' ELSE 'logbook_search' END, '/b24/activity/x',
      'made', '{}', '{}'
    FROM generate_series(1, ${ROWS}::integer) n`;
  await db.$executeRaw`ANALYZE processing_event`;

  const lines = await db.$queryRaw<{ "QUERY PLAN": string }[]>`
    EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF)
    SELECT id FROM processing_event
    WHERE portal_id = ${portalId} AND event_name = 'logbook_wait' AND at < now()
    ORDER BY at DESC, id DESC LIMIT 50`;
  const plan = lines.map((line) => line["QUERY PLAN"]).join("\n");

  // Months without rows are cheaper to look at as they are.
  expect(plan).not.toContain("Rows Removed");
  expect(plan).toMatch(
    /Index (Only )?Scan using processing_event_\d+_portal_id_event_name_at_id_idx/,
  );
});
