import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { AppError } from "../../errors.ts";
import { parseInput } from "../entry-filter.ts";
import type { EntryDetail } from "../entry-view.ts";
import { entryContext, ContextInput, type EntryContext } from "../search/entry-context.ts";
import { findEntry, type EntryFinding } from "../search/find-entry.ts";
import { nameUsers } from "./name-users.ts";

/** An entry of the archive; one that is not there is refused with the reason why. */
export async function readArchivedEntry(
  ctx: PortalCtx,
  input: { id: string; portalOrigin: string },
): Promise<EntryDetail> {
  const found = await findEntry(ctx, { id: input.id });
  if (found.state !== "found") throw missing(input.id, found);
  const { entry, users } = found;
  return { entry, users: await nameUsers(ctx, users), portalOrigin: input.portalOrigin };
}

const ContextQuery = z.looseObject({ id: z.string(), tz: z.string().optional() });

/** What stands before and after an entry; refused like the entry itself when that is not there. */
export async function readEntryContext(
  ctx: PortalCtx,
  input: { id: string; tz?: string; scope?: string },
): Promise<EntryContext> {
  const { tz: zone, ...rest } = parseInput(ContextQuery, input);
  const found = await entryContext(ctx, parseInput(ContextInput, { ...rest, zone }));
  if (found.state !== "found") throw missing(input.id, found);
  return found;
}

function missing(id: string, gone: Exclude<EntryFinding, { state: "found" }>): AppError {
  if (gone.state === "unknown") {
    return new AppError("not_found", `The archive never had an entry ${id}.`, {
      details: [{ at: "id", message: "unknown" }],
    });
  }
  const { removedAt, keptMonths } = gone;
  const words = `Entry ${id} was removed by retention on ${removedAt}, kept ${keptMonths} months.`;
  const details = [
    { at: "id", message: "removed" },
    { at: "removedAt", message: removedAt },
    { at: "keptMonths", message: String(keptMonths) },
  ];
  return new AppError("not_found", words, { details });
}
