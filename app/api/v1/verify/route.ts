import {
  findCheck,
  readHead,
  startCheck,
  StartCheckInput,
  userNames,
} from "../../../../lib/archive/index.ts";
import { adminRoute, logRoute, readJson } from "../../../../lib/http/index.ts";

type Ctx = Parameters<typeof findCheck>[0];

export const GET = logRoute({ method: "verify" }, getEvidence);

/** Starts a check of a span of the chain, without a body of all of it; one that is under way goes on. */
export const POST = adminRoute(async (ctx, { request }) => {
  const isWhole = request.headers.get("content-type") === null;
  await startCheck(ctx, isWhole ? {} : await readJson(request, StartCheckInput));
  return getEvidence(ctx);
});

async function getEvidence(ctx: Ctx) {
  const [check, head] = await Promise.all([findCheck(ctx), readHead(ctx)]);
  const startedBy = check?.startedBy ?? null;
  const names = startedBy === null ? null : await userNames(ctx, [startedBy]);
  return {
    check: check === null ? null : { ...check, startedByName: names?.get(startedBy ?? 0) ?? null },
    head: { seq: head.seq.toString(), hash: head.hash },
  };
}
