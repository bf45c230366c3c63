import { userNames } from "../../../../lib/archive/index.ts";
import { adminRoute, readJson } from "../../../../lib/http/index.ts";
import { ChangeSettings, changeSettings, getSettings } from "../../../../lib/portals/index.ts";
import { stepCatalogue } from "../../../../lib/steps/index.ts";

export const GET = adminRoute(async (ctx, { url }) =>
  getSettings(ctx, {
    steps: stepCatalogue(url.searchParams.get("lang") ?? "en"),
    names: async (ids) => userNames(ctx, ids),
  }),
);

export const PATCH = adminRoute(async (ctx, { request }) =>
  changeSettings(ctx, await readJson(request, ChangeSettings)),
);
