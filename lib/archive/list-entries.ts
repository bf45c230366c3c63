import type { PortalCtx } from "../ctx.ts";
import { callPortal } from "../portals/index.ts";
import { parseInput, toNumber, toPortalFilter, type PortalFilterInput } from "./entry-filter.ts";
import { entryUserIds } from "./entry-users.ts";
import { parseEntryList } from "./parse-entry.ts";
import { ListEntriesInput, type AsUser } from "./schemas.ts";
import { loadMasks } from "./store/masks.ts";
import type { EntryPage, EntryView } from "./entry-view.ts";
import { resolveUsers } from "./users.ts";

/** One page of the portal's log, newest first; with `after` the next newer ones for live reading. */
export async function listEntries(ctx: PortalCtx, input: ListEntriesInput): Promise<EntryPage> {
  const { after, limit, as: asUser, userId, ...rest } = parseInput(ListEntriesInput, input);
  const filter = { ...rest, userIds: userId === undefined ? undefined : [userId] };
  const readAt = ctx.now().toISOString();
  // One more than asked for tells whether there is another page.
  // The portal's tail refuses a condition on the number, so one wanted entry is looked up in the list.
  const found =
    after === undefined || rest.id !== undefined
      ? await readNewest(ctx, { filter: { ...filter, after }, limit: limit + 1, asUser })
      : await readAfter(ctx, { filter, after, limit, asUser });
  const items = found.slice(0, limit);
  const users = await resolveUsers(ctx, { ids: entryUserIds(items), as: asUser });
  const nextBefore = found.length > limit ? (items.at(-1)?.id ?? null) : null;
  return { items, users, nextBefore, readAt };
}

interface ReadInput {
  filter: PortalFilterInput;
  limit: number;
  asUser: AsUser | undefined;
}

async function readNewest(ctx: PortalCtx, input: ReadInput): Promise<EntryView[]> {
  const { result } = await callPortal<unknown>(ctx, {
    method: "main.eventlog.list",
    api: "v3",
    priority: "interactive",
    params: {
      filter: toPortalFilter(input.filter),
      order: { id: "DESC" },
      pagination: { limit: input.limit },
    },
    asUser: input.asUser,
  });
  return parseEntryList(result, await loadMasks(ctx));
}

// Oldest first from the portal, so that a burst larger than one page is never jumped over.
async function readAfter(
  ctx: PortalCtx,
  input: ReadInput & { after: string },
): Promise<EntryView[]> {
  const { result } = await callPortal<unknown>(ctx, {
    method: "main.eventlog.tail",
    api: "v3",
    priority: "interactive",
    params: {
      filter: toPortalFilter(input.filter),
      cursor: { field: "id", order: "ASC", value: toNumber(input.after), limit: input.limit },
    },
    asUser: input.asUser,
  });
  return parseEntryList(result, await loadMasks(ctx)).reverse();
}
