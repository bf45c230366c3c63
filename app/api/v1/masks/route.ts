import { getMasks, saveMasks, SaveMasksInput } from "../../../../lib/archive/index.ts";
import { adminRoute, readJson } from "../../../../lib/http/index.ts";

export const GET = adminRoute(async (ctx) => getMasks(ctx));

export const PUT = adminRoute(async (ctx, { request }) =>
  saveMasks(ctx, await readJson(request, SaveMasksInput)),
);
