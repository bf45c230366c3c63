import { openDb } from "../../../../lib/db/index.ts";
import { testPortalCtx } from "../../../support/ctx.ts";
import { makeEntries, makeEntry, store } from "./bed.ts";

// A process that stores pages of entries one after the other; a fault of its environment may end it in between.
const [, , url = "", portalId = "", first = "", pages = "", size = ""] = process.argv;

const { db, close } = openDb({ url });
const ctx = testPortalCtx(db, { portalId: BigInt(portalId) });
for (let page = 0; page < Number(pages); page += 1) {
  const from = Number(first) + page * Number(size);
  const entries = makeEntries(from, Number(size), { userAgent: `Agent ${from}` });
  // Both processes of a test bring this one, and only one may store it.
  await store(ctx, [...entries, makeEntry(1_000_000 + page)]);
}
await close();
