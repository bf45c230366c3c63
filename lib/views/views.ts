import { randomUUID } from "node:crypto";
import { userNames } from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { takeTurn, withTx, type Db } from "../db/index.ts";
import { AppError, forbidden, notFound } from "../errors.ts";
import { assertMayChange, getVisible, personOf, toSavedView } from "./internal.ts";
import type { ChangeViewInput, CreateViewInput } from "./schemas.ts";
import { VIEW_LIMITS, type SavedView } from "./shared.ts";

/** The person's own views and the shared ones, by name. */
export async function listViews(ctx: PortalCtx): Promise<{ items: SavedView[] }> {
  const { portalId } = ctx;
  const { userId } = personOf(ctx);
  const [rows, chosen] = await Promise.all([
    ctx.db.savedView.findMany({
      where: { portalId, OR: [{ userId }, { isShared: true }] },
      orderBy: [{ name: "asc" }, { id: "asc" }],
    }),
    ctx.db.defaultView.findUnique({ where: { portalId_userId: { portalId, userId } } }),
  ]);
  const defaultId = chosen?.viewId ?? null;
  const items = rows.map((row) => toSavedView(row, { userId, defaultId }));
  return { items: items.filter((view) => view !== null) };
}

export async function createView(ctx: PortalCtx, input: CreateViewInput): Promise<SavedView> {
  const { portalId } = ctx;
  const { userId } = personOf(ctx);
  const { name, content, isShared, isDefault } = input;
  const names = await userNames(ctx, [userId]);
  const userName = names.get(userId) ?? `#${userId}`;
  const id = randomUUID();
  await withTx(ctx.db, async (tx) => {
    // One at a time may look at names and numbers.
    await takeTurn(tx, { purpose: "views", portalId });
    await assertFreeName(tx, { portalId, userId, name, id });
    const own = await tx.savedView.count({ where: { portalId, userId } });
    if (own >= VIEW_LIMITS.own) throw tooMany();
    const data = { id, portalId, userId, userName, name, isShared, changedAt: ctx.now() };
    await tx.savedView.create({ data: { ...data, content: { ...content } } });
    if (isDefault) await setDefault(tx, { portalId, userId, viewId: id });
  });
  return findView(ctx, id);
}

/** Changes what is given; the default is the person's own choice, also of a colleague's view. */
export async function changeView(
  ctx: PortalCtx,
  { id, ...input }: ChangeViewInput & { id: string },
): Promise<SavedView> {
  const { portalId } = ctx;
  const { userId } = personOf(ctx);
  const view = await getVisible(ctx, id);
  const { isDefault, content, name, isShared } = input;
  const isChange = content !== undefined || name !== undefined || isShared !== undefined;
  if (isChange) assertMayChange(ctx, view);
  if (isShared === false && view.userId !== userId) {
    throw forbidden("Only who made the view may take it back from the others.");
  }
  await withTx(ctx.db, async (tx) => {
    await takeTurn(tx, { purpose: "views", portalId });
    if (name !== undefined) await assertFreeName(tx, { ...view, name });
    if (isChange) {
      const data = {
        ...(name !== undefined && { name }),
        ...(isShared !== undefined && { isShared }),
        ...(content !== undefined && { content: { ...content } }),
        changedAt: ctx.now(),
      };
      await tx.savedView.updateMany({ where: { id, portalId }, data });
    }
    if (isShared === false) {
      await tx.defaultView.deleteMany({ where: { viewId: id, userId: { not: view.userId } } });
    }
    if (isDefault === true) await setDefault(tx, { portalId, userId, viewId: id });
    if (isDefault === false) {
      await tx.defaultView.deleteMany({ where: { portalId, userId, viewId: id } });
    }
  });
  return findView(ctx, id);
}

export async function deleteView(ctx: PortalCtx, { id }: { id: string }): Promise<null> {
  const view = await getVisible(ctx, id);
  assertMayChange(ctx, view);
  await ctx.db.savedView.deleteMany({ where: { id, portalId: ctx.portalId } });
  return null;
}

async function findView(ctx: PortalCtx, id: string): Promise<SavedView> {
  const view = (await listViews(ctx)).items.find((one) => one.id === id);
  if (view === undefined) throw notFound("view", id);
  return view;
}

async function assertFreeName(
  tx: Db,
  { portalId, userId, name, id }: { portalId: bigint; userId: number; name: string; id: string },
): Promise<void> {
  const where = { portalId, userId, name, id: { not: id } };
  if ((await tx.savedView.count({ where })) === 0) return;
  throw new AppError("conflict", "There is a view of this name already.", {
    details: [{ at: "name", message: "taken" }],
  });
}

function tooMany(): AppError {
  return new AppError("conflict", `A person has ${VIEW_LIMITS.own} views at most.`, {
    details: [{ at: "views", message: "too_many" }],
  });
}

async function setDefault(
  tx: Db,
  { portalId, userId, viewId }: { portalId: bigint; userId: number; viewId: string },
): Promise<void> {
  await tx.defaultView.upsert({
    where: { portalId_userId: { portalId, userId } },
    create: { portalId, userId, viewId },
    update: { viewId },
  });
}
