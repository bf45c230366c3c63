import { bearerOf, logRoute, reportRoute } from "../../../../../lib/http/index.ts";
import { getRun } from "../../../../../lib/runs/index.ts";
import { findJobView, getOutsideView, isRunSecret } from "../../../../../lib/steps/index.ts";

interface Params {
  id: string;
}

const door = { method: "runs.get", scope: "runs:read", records: "tokens", rows: () => 1 } as const;

const forReaders = logRoute<Params>(door, async (ctx, { params, asked }) => {
  asked({ id: params.id });
  const detail = await getRun(ctx, { runId: params.id });
  return { ...detail, job: await findJobView(ctx, { runId: detail.run.id }) };
});

const forOutside = reportRoute<Params>(async (ctx, { params, secret }) => ({
  status: 200,
  body: await getOutsideView(ctx, { runId: params.id, secret }),
}));

/** Of a run secret: what the outside system may see of its run. */
export async function GET(request: Request, context: { params: Promise<Params> }) {
  return isRunSecret(bearerOf(request))
    ? forOutside(request, context)
    : forReaders(request, context);
}
