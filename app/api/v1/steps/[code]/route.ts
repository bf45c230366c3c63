import { userRoute } from "../../../../../lib/http/index.ts";
import { getStep } from "../../../../../lib/steps/index.ts";

export const GET = userRoute<{ code: string }>(async (_ctx, { params, url }) =>
  getStep({ code: params.code, lang: url.searchParams.get("lang") ?? "en" }),
);
