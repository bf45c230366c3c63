import { downloadManifest } from "../../../../../../lib/exports/index.ts";
import { downloadRoute } from "../../../../../../lib/http/index.ts";

export const GET = downloadRoute<{ id: string }>(
  async (ctx, { params }) => downloadManifest(ctx, params),
  { isOnce: false },
);
