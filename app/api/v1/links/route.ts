import { createLink, CreateLinkInput } from "../../../../lib/views/index.ts";
import { readerRoute, readJson } from "../../../../lib/http/index.ts";

/** A short number for a state of the log page. */
export const POST = readerRoute(async (ctx, { request }) =>
  createLink(ctx, await readJson(request, CreateLinkInput)),
);
