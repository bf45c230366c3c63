import { readerRoute, readJson } from "../../../../lib/http/index.ts";
import {
  getPreferences,
  savePreference,
  SavePreferenceInput,
} from "../../../../lib/portals/index.ts";

export const GET = readerRoute(async (ctx) => getPreferences(ctx));

export const PUT = readerRoute(async (ctx, { request }) =>
  savePreference(ctx, await readJson(request, SavePreferenceInput)),
);
