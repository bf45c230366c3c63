import { openDb } from "../../../lib/db/index.ts";
import { portalRemovedJob } from "../../../lib/runs/index.ts";
import { testCtx } from "../../support/ctx.ts";

// A worker that asks about one removal and closes its runs; a fault of its environment may end it in between.
const [, , url = "", portalId = ""] = process.argv;

const { db, close } = openDb({ url });
const job = { id: "removed", attempt: 1, signal: new AbortController().signal };
await portalRemovedJob().handler(testCtx(db), { portalId }, job);
await close();
