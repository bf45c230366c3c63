import { deleteExport, getExport } from "../../../../../lib/exports/index.ts";
import { adminRoute } from "../../../../../lib/http/index.ts";

export const GET = adminRoute<{ id: string }>(async (ctx, { params }) => getExport(ctx, params));

export const DELETE = adminRoute<{ id: string }>(async (ctx, { params }) =>
  deleteExport(ctx, params),
);
