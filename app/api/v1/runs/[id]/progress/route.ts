import { reportRoute } from "../../../../../../lib/http/index.ts";
import { reportJob } from "../../../../../../lib/steps/index.ts";

export const POST = reportRoute<{ id: string }>(async (ctx, { params, ...reported }) =>
  reportJob(ctx, { route: "progress", runId: params.id, ...reported }),
);
