import { createView, CreateViewInput, listViews } from "../../../../lib/views/index.ts";
import { adminRoute, readJson } from "../../../../lib/http/index.ts";

export const GET = adminRoute(listViews);

export const POST = adminRoute(async (ctx, { request }) =>
  createView(ctx, await readJson(request, CreateViewInput)),
);
