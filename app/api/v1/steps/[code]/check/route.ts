import { readJson, userRoute } from "../../../../../../lib/http/index.ts";
import { checkStep, CheckValues } from "../../../../../../lib/steps/index.ts";

export const POST = userRoute<{ code: string }>(async (_ctx, { params, request }) =>
  checkStep({ ...(await readJson(request, CheckValues)), code: params.code }),
);
