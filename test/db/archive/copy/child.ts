import { copyPortal } from "../../../../lib/archive/copy/copy-portal.ts";
import { openDb } from "../../../../lib/db/index.ts";
import { portalCtx } from "../../../../lib/portals/index.ts";
import { testCtx } from "../../../support/ctx.ts";

// A process that copies one portal's log until nothing is left.
const [, , url = "", portalId = ""] = process.argv;
const { db, close } = openDb({ url });
const ctx = portalCtx(testCtx(db), BigInt(portalId));
process.stdout.write("ready\n");
for (;;) {
  const { isMore } = await copyPortal(ctx, { sliceMs: 20_000 });
  if (!isMore) break;
}
await close();
process.exit(0);
