import { copyPortal } from "../../lib/archive/index.ts";
import { openDb } from "../../lib/db/index.ts";
import { testPortalCtx } from "../support/ctx.ts";

const SLICE_MS = 20_000;
const LIMIT_MS = 600_000;

// Copies one portal's log as the worker does, and writes how many milliseconds that took.
const [url = "", portalId = ""] = process.argv.slice(2);
const { db, close } = openDb({ url, maxConnections: 5 });
const ctx = testPortalCtx(db, { portalId: BigInt(portalId) });
const startedAt = performance.now();
for (;;) {
  const slice = await copyPortal(ctx, { sliceMs: SLICE_MS });
  if (slice.outcome !== "done") throw new Error(`The copying ended as ${slice.outcome}.`);
  if (!slice.isMore) break;
  if (performance.now() - startedAt > LIMIT_MS) throw new Error("The copying takes too long.");
}
process.stdout.write(String(performance.now() - startedAt));
await close();
