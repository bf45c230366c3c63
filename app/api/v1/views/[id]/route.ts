import { ChangeViewInput, changeView, deleteView } from "../../../../../lib/views/index.ts";
import { readerRoute, readJson } from "../../../../../lib/http/index.ts";

export const PATCH = readerRoute<{ id: string }>(async (ctx, { request, params }) =>
  changeView(ctx, { ...(await readJson(request, ChangeViewInput)), ...params }),
);

export const DELETE = readerRoute<{ id: string }>(async (ctx, { params }) =>
  deleteView(ctx, params),
);
