import { logRoute } from "../../../../../lib/http/index.ts";
import { getRun } from "../../../../../lib/runs/index.ts";

const door = { method: "runs.get", scope: "runs:read", records: "tokens", rows: () => 1 } as const;

export const GET = logRoute<{ id: string }>(door, async (ctx, { params, asked }) => {
  asked({ id: params.id });
  return getRun(ctx, { runId: params.id });
});
