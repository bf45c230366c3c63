import { adminRoute, readJson } from "../../../../lib/http/index.ts";
import { ConnectionInput, createConnection, listConnections } from "../../../../lib/steps/index.ts";

export const GET = adminRoute(listConnections);

export const POST = adminRoute(async (ctx, { request }) =>
  createConnection(ctx, await readJson(request, ConnectionInput)),
);
