import { adminRoute, readJson } from "../../../../lib/http/index.ts";
import {
  getPreferences,
  savePreference,
  SavePreferenceInput,
} from "../../../../lib/portals/index.ts";

export const GET = adminRoute(async (ctx) => getPreferences(ctx));

export const PUT = adminRoute(async (ctx, { request }) =>
  savePreference(ctx, await readJson(request, SavePreferenceInput)),
);
