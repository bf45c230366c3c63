import { openDb } from "../../../lib/db/index.ts";
import { testPortalCtx } from "../../support/ctx.ts";
import { work } from "./bed.ts";

// A worker that writes one export; FAULT_POINT ends it in the middle.
const [, , url = "", portalId = "", exportId = ""] = process.argv;
const { db, close } = openDb({ url });
await work(testPortalCtx(db, { portalId: BigInt(portalId) }), exportId);
await close();
