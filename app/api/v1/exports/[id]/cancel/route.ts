import { cancelExport } from "../../../../../../lib/exports/index.ts";
import { logRoute } from "../../../../../../lib/http/index.ts";

const door = { method: "exports.cancel", records: "tokens" } as const;

export const POST = logRoute<{ id: string }>(door, async (ctx, { params, asked }) => {
  asked(params);
  return cancelExport(ctx, params);
});
