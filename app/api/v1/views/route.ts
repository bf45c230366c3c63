import { createView, CreateViewInput, listViews } from "../../../../lib/views/index.ts";
import { readerRoute, readJson } from "../../../../lib/http/index.ts";

export const GET = readerRoute(listViews);

export const POST = readerRoute(async (ctx, { request }) =>
  createView(ctx, await readJson(request, CreateViewInput)),
);
