import { notFound } from "../../../../../lib/errors.ts";
import { adminRoute, enveloped } from "../../../../../lib/http/index.ts";

export const GET = enveloped(
  adminRoute<{ rest: string[] }>(async (_ctx, { params }) => {
    throw notFound("resource", `events/${[params.rest].flat().join("/").slice(0, 60)}`);
  }),
);
