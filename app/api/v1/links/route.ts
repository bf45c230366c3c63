import { createLink, CreateLinkInput } from "../../../../lib/views/index.ts";
import { adminRoute, readJson } from "../../../../lib/http/index.ts";

/** A short number for a state of the log page. */
export const POST = adminRoute(async (ctx, { request }) =>
  createLink(ctx, await readJson(request, CreateLinkInput)),
);
