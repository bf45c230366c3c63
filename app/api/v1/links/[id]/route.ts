import { getLink } from "../../../../../lib/views/index.ts";
import { adminRoute } from "../../../../../lib/http/index.ts";

export const GET = adminRoute<{ id: string }>(async (ctx, { params }) => getLink(ctx, params));
