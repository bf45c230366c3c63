import { listEvents } from "../../../../../lib/events/index.ts";
import { enveloped, logRoute } from "../../../../../lib/http/index.ts";

const door = {
  method: "events/logs",
  scope: "events:read",
  records: "tokens",
  rows: (log: { data: unknown[] }) => log.data.length,
} as const;

export const GET = enveloped(
  logRoute(door, async (ctx, { url, portal }) => {
    const query = new URLSearchParams(url.searchParams);
    query.delete("portal");
    return listEvents(ctx, { ...Object.fromEntries(query), orgId: portal.key });
  }),
);
