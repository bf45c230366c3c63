import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { invalidInput } from "../errors.ts";
import { ListRunsInput } from "./schemas.ts";
import type { RunPage } from "./shared.ts";
import { toRunView } from "./view.ts";

/** The portal's runs, newest first, page by page. */
export async function listRuns(ctx: PortalCtx, input: ListRunsInput): Promise<RunPage> {
  const { state, outcome, step, cursor, limit } = parseInput(input);
  const before = cursor === undefined ? undefined : parseCursor(cursor);
  const runs = await ctx.db.run.findMany({
    where: {
      portalId: ctx.portalId,
      ...(state && { state }),
      ...(outcome && { outcome }),
      ...(step && { stepCode: step }),
      ...(before && {
        receivedAt: { lte: before.receivedAt },
        NOT: { receivedAt: before.receivedAt, id: { gte: before.id } },
      }),
    },
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  });
  const page = runs.slice(0, limit);
  const lines = await listLastLines(ctx, page);
  const last = page.at(-1);
  return {
    items: page.map((run) => toRunView(run, lines.get(run.id) ?? null)),
    nextCursor: runs.length > limit && last ? `${last.receivedAt.toISOString()}_${last.id}` : null,
  };
}

function parseInput(input: ListRunsInput): z.output<typeof ListRunsInput> {
  const parsed = ListRunsInput.safeParse(input);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.map(({ path, message }) => ({ at: path.join("."), message }));
  throw invalidInput("The filter of the runs is not valid.", details);
}

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

function parseCursor(cursor: string): { receivedAt: Date; id: string } {
  const parsed = Cursor.safeParse(cursor.split("_"));
  if (!parsed.success)
    throw invalidInput("The cursor is not valid.", [{ at: "cursor", message: "" }]);
  const [receivedAt, id] = parsed.data;
  return { receivedAt: new Date(receivedAt), id };
}

async function listLastLines(
  ctx: PortalCtx,
  runs: { id: string; calledAt: Date }[],
): Promise<Map<string, string>> {
  const keys = JSON.stringify(runs.map(({ id, calledAt }) => ({ id, calledAt })));
  const rows = await ctx.db.$queryRaw<{ runId: string; message: string }[]>`
    SELECT k.id::text AS "runId", o.message
    FROM json_to_recordset(${keys}::json) AS k (id uuid, "calledAt" timestamptz(3))
    CROSS JOIN LATERAL (
      SELECT body->>'message' AS message FROM outbox
      WHERE run_id = k.id AND called_at = k."calledAt" AND portal_id = ${ctx.portalId}
        AND kind = 'log'
      ORDER BY seq DESC LIMIT 1
    ) o`;
  return new Map(rows.map(({ runId, message }) => [runId, message]));
}
