import { listEvents } from "../../../../../lib/events/index.ts";
import { adminRoute, enveloped } from "../../../../../lib/http/index.ts";

export const GET = enveloped(
  adminRoute(async (ctx, { url, portal }) => {
    const query = new URLSearchParams(url.searchParams);
    query.delete("portal");
    return listEvents(ctx, { ...Object.fromEntries(query), orgId: portal.key });
  }),
);
