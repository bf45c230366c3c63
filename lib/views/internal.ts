import type { SavedView as Row } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";
import { forbidden, notFound } from "../errors.ts";
import { logOnce } from "../log.ts";
import { ViewContent } from "./schemas.ts";
import type { SavedView, ViewContent as Content } from "./shared.ts";

export interface Person {
  userId: number;
  isAdmin: boolean;
}

export function personOf({ actor }: PortalCtx): Person {
  if (actor.kind === "user") return actor;
  throw forbidden("Views belong to people.");
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A view that the person may see: an own one or a shared one. */
export async function getVisible(ctx: PortalCtx, id: string): Promise<Row> {
  const { userId } = personOf(ctx);
  const found = ID.test(id)
    ? await ctx.db.savedView.findFirst({
        where: { id, portalId: ctx.portalId, OR: [{ userId }, { isShared: true }] },
      })
    : null;
  if (found === null) throw notFound("view", id.slice(0, 40));
  return found;
}

/** Only its owner or an administrator may change a view. */
export function assertMayChange(ctx: PortalCtx, view: Row): void {
  const { userId, isAdmin } = personOf(ctx);
  if (view.userId !== userId && !isAdmin) {
    throw forbidden("Only who made the view or an administrator may change it.");
  }
}

/** Null when another version stored it in a way that this one does not know. */
export function readContent(row: {
  id: string;
  portalId: bigint;
  content: unknown;
}): Content | null {
  const read = ViewContent.safeParse(row.content);
  if (read.success) return read.data;
  const { id, portalId } = row;
  logOnce("error", "view.unreadable", { id, portalId, error: read.error });
  return null;
}

/** Null for one that cannot be read. */
export function toSavedView(
  row: Row,
  { userId, defaultId }: { userId: number; defaultId: string | null },
): SavedView | null {
  const { id, name, isShared, userName } = row;
  const content = readContent(row);
  if (content === null) return null;
  return {
    id,
    name,
    content,
    isShared,
    isDefault: id === defaultId,
    isOwn: row.userId === userId,
    userName,
  };
}
