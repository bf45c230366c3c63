import { setTimeout as delay } from "node:timers/promises";
import { indexPortal } from "../../lib/archive/index.ts";
import { openDb } from "../../lib/db/index.ts";
import { testPortalCtx } from "../support/ctx.ts";

const IDLE_MS = 200;

// Builds what is behind the rows of the given portals, one after another, until it is ended.
const [url = "", ...portalIds] = process.argv.slice(2);
const { db } = openDb({ url, maxConnections: 2 });
const { signal } = new AbortController();
process.on("SIGTERM", () => process.exit(0));
for (;;) {
  let entries = 0;
  for (const id of portalIds) {
    const done = await indexPortal(testPortalCtx(db, { portalId: BigInt(id) }), { signal });
    entries += done.entries;
  }
  if (entries === 0) await delay(IDLE_MS);
}
