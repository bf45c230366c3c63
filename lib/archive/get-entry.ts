import type { PortalCtx } from "../ctx.ts";
import { isAppError, notFound } from "../errors.ts";
import { callPortal, getPortal } from "../portals/index.ts";
import { parseInput, toNumber } from "./entry-filter.ts";
import { entryUserIds } from "./entry-users.ts";
import { parseEntryAnswer } from "./parse-entry.ts";
import { GetEntryInput, type AsUser } from "./schemas.ts";
import { loadMasks } from "./store/masks.ts";
import type { EntryDetail } from "./entry-view.ts";
import { resolveUsers } from "./users.ts";
import { portalFields, readFields } from "./view/page-fields.ts";

export async function getEntry(ctx: PortalCtx, input: GetEntryInput): Promise<EntryDetail> {
  const { id, fields, as: asUser } = parseInput(GetEntryInput, input);
  const select = fields ? portalFields(readFields(fields)) : undefined;
  const portal = await getPortal(ctx);
  const masks = await loadMasks(ctx);
  const entry = parseEntryAnswer(await readEntry(ctx, { id, select, asUser }), masks);
  const users = await resolveUsers(ctx, { ids: entryUserIds([entry]), as: asUser });
  return { entry, users, portalOrigin: portal.origin };
}

async function readEntry(
  ctx: PortalCtx,
  input: { id: string; select: string[] | undefined; asUser: AsUser | undefined },
): Promise<unknown> {
  try {
    const { result } = await callPortal<unknown>(ctx, {
      method: "main.eventlog.get",
      api: "v3",
      priority: "interactive",
      params: { id: toNumber(input.id), ...(input.select && { select: input.select }) },
      asUser: input.asUser,
    });
    return result;
  } catch (error) {
    if (isAppError(error, "portal_not_found")) throw notFound("entry", input.id);
    throw error;
  }
}
