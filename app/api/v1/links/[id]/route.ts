import { getLink } from "../../../../../lib/views/index.ts";
import { readerRoute } from "../../../../../lib/http/index.ts";

export const GET = readerRoute<{ id: string }>(async (ctx, { params }) => getLink(ctx, params));
