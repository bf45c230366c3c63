import { getEvent } from "../../../../../../lib/events/index.ts";
import { adminRoute, enveloped } from "../../../../../../lib/http/index.ts";

export const GET = enveloped(
  adminRoute<{ id: string }>(async (ctx, { params, portal }) =>
    getEvent(ctx, { id: params.id, orgId: portal.key }),
  ),
);
