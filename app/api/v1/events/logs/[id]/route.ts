import { getEvent } from "../../../../../../lib/events/index.ts";
import { enveloped, logRoute } from "../../../../../../lib/http/index.ts";

const door = {
  method: "events/logs/{id}",
  scope: "events:read",
  records: "tokens",
  rows: () => 1,
} as const;

export const GET = enveloped(
  logRoute<{ id: string }>(door, async (ctx, { params, portal }) =>
    getEvent(ctx, { id: params.id, orgId: portal.key }),
  ),
);
