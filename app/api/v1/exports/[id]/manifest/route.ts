import { downloadManifest } from "../../../../../../lib/exports/index.ts";
import { downloadRoute } from "../../../../../../lib/http/index.ts";

const door = { method: "exports.manifest", isOnce: false };

export const GET = downloadRoute<{ id: string }>(door, async (ctx, { params, asked }) => {
  asked(params);
  return downloadManifest(ctx, params);
});
