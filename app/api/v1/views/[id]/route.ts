import { ChangeViewInput, changeView, deleteView } from "../../../../../lib/views/index.ts";
import { adminRoute, readJson } from "../../../../../lib/http/index.ts";

export const PATCH = adminRoute<{ id: string }>(async (ctx, { request, params }) =>
  changeView(ctx, { ...(await readJson(request, ChangeViewInput)), ...params }),
);

export const DELETE = adminRoute<{ id: string }>(async (ctx, { params }) =>
  deleteView(ctx, params),
);
