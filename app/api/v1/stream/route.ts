import { streamEntries } from "../../../../lib/audit/index.ts";
import { streamRoute } from "../../../../lib/http/index.ts";

/** Goes on behind `Last-Event-ID`, or behind `after` where a client cannot send that header. */
export const GET = streamRoute({ method: "stream" }, async (ctx, { url, lastEventId, ...input }) =>
  streamEntries(ctx, { ...input, after: lastEventId ?? url.searchParams.get("after") }),
);
