import { expect, test } from "vitest";
import { GET } from "../../../app/api/metrics/route.ts";
import { takeCounts } from "../../../lib/counts.ts";
import { PEER_HEADER } from "../../../lib/http/index.ts";
import { keepCounts } from "../../../lib/health/index.ts";
import { flushCalls } from "../../../lib/portals/index.ts";
import { createTestDb, testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";
import { startTestCloud } from "../../support/portal-cloud.ts";

const { db } = await createTestDb();
const cloud = await startTestCloud();

test("tell the operator what waits on disk and whether calls could be logged", async () => {
  takeCounts();
  await installPortal(testCtx(db), await cloud.addPortal());
  await flushCalls();
  await keepCounts(db);

  const headers = { [PEER_HEADER]: "127.0.0.1" };
  const answer = await GET(new Request("http://localhost/api/metrics", { headers }));
  const text = await answer.text();

  expect(answer.status).toBe(200);
  expect(text).toMatch(/^logbook_spool_bytes 0$/m);
  expect(text).toMatch(/^logbook_rest_log_waiting 0$/m);
  expect(text).toMatch(/^logbook_rest_log_rows_total\{result="written"\} [1-9]\d*$/m);
});
