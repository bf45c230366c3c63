import { deleteExport, getExport } from "../../../../../lib/exports/index.ts";
import { logRoute } from "../../../../../lib/http/index.ts";

const door = (method: string) => ({ method, records: "tokens" }) as const;

export const GET = logRoute<{ id: string }>(door("exports.get"), async (ctx, { params, asked }) => {
  asked(params);
  return getExport(ctx, params);
});

export const DELETE = logRoute<{ id: string }>(door("exports.delete"), async (ctx, call) => {
  call.asked(call.params);
  return deleteExport(ctx, call.params);
});
