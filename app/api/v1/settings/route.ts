import { userNames } from "../../../../lib/archive/index.ts";
import { adminRoute, readJson } from "../../../../lib/http/index.ts";
import { getSettings } from "../../../../lib/portals/index.ts";
import { ChangeReading, changeReading, stepCatalogue } from "../../../../lib/steps/index.ts";

export const GET = adminRoute(async (ctx, { url }) =>
  getSettings(ctx, {
    steps: stepCatalogue(url.searchParams.get("lang") ?? "en"),
    names: async (ids) => userNames(ctx, ids),
  }),
);

export const PATCH = adminRoute(async (ctx, { request }) =>
  changeReading(ctx, await readJson(request, ChangeReading)),
);
