import { createToken, CreateTokenInput, listTokens } from "../../../../lib/access/index.ts";
import { adminRoute, readJson } from "../../../../lib/http/index.ts";

export const GET = adminRoute(listTokens);

/** The answer holds the token itself, this once. */
export const POST = adminRoute(async (ctx, { request }) =>
  createToken(ctx, await readJson(request, CreateTokenInput)),
);
