import { adminRoute, readJson } from "../../../../../lib/http/index.ts";
import {
  changeConnection,
  ConnectionInput,
  deleteConnection,
} from "../../../../../lib/steps/index.ts";

export const PUT = adminRoute<{ id: string }>(async (ctx, { request, params }) =>
  changeConnection(ctx, { ...(await readJson(request, ConnectionInput)), ...params }),
);

export const DELETE = adminRoute<{ id: string }>(async (ctx, { params }) =>
  deleteConnection(ctx, params),
);
