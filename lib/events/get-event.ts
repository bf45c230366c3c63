import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { notFound } from "../errors.ts";
import { timeOfId, toRecord } from "./event-view.ts";
import type { EventDetail, EventLog } from "./shared.ts";

const EventId = z.uuid();

/** One record with its run, warnings and errors. */
export async function getEvent(
  ctx: PortalCtx,
  input: { id: string; orgId: string },
): Promise<EventLog<EventDetail>> {
  const id = EventId.safeParse(input.id);
  if (!id.success) throw notFound("event", input.id.slice(0, 60));
  const row = await ctx.db.processingEvent.findFirst({
    where: { portalId: ctx.portalId, at: timeOfId(id.data), id: id.data },
  });
  if (row === null) throw notFound("event", id.data);
  const { run: runId, warnings, errors } = row;
  const detail = { ...toRecord(row, input.orgId), runId, warnings, errors };
  return { data: [detail], warnings: [], errors: [] };
}
