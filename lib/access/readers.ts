import type { PortalCtx } from "../ctx.ts";
import { takeTurn, withTx } from "../db/index.ts";
import { conflict, invalidInput } from "../errors.ts";
import { log } from "../log.ts";
import { findPerson } from "./find-people.ts";
import { administratorOf, parseInput } from "./internal.ts";
import { ChangeReadersInput } from "./schemas.ts";
import { READER_LIMIT, type ReaderView } from "./shared.ts";

/** Whether an administrator let this person read the log. */
export async function isReader(ctx: PortalCtx, { userId }: { userId: number }): Promise<boolean> {
  const { db, portalId } = ctx;
  const found = await db.reader.findUnique({
    where: { portalId_userId: { portalId, userId } },
    select: { userId: true },
  });
  return found !== null;
}

export async function listReaders(ctx: PortalCtx): Promise<{ items: ReaderView[] }> {
  const { db, portalId } = ctx;
  administratorOf(ctx);
  const rows = await db.reader.findMany({
    where: { portalId },
    orderBy: [{ userName: "asc" }, { userId: "asc" }],
  });
  const ids = rows.map(({ userId }) => userId);
  const known = await db.portalUser.findMany({ where: { portalId, userId: { in: ids } } });
  const people = new Map(known.map((person) => [person.userId, person]));
  const items = rows.map((row) => ({
    id: row.userId,
    name: row.userName,
    photoUrl: people.get(row.userId)?.photoUrl ?? null,
    isActive: people.get(row.userId)?.isActive ?? true,
    addedBy: { id: row.addedBy, name: row.addedByName },
    addedAt: row.addedAt.toISOString(),
  }));
  return { items };
}

/** Lets a person of the portal read the log, or takes that back; both hold from the next request on. */
export async function changeReaders(
  ctx: PortalCtx,
  input: ChangeReadersInput,
): Promise<{ items: ReaderView[] }> {
  const { db, portalId } = ctx;
  const { id: by } = administratorOf(ctx);
  const { add, remove } = parseInput(ChangeReadersInput, input);
  if (add !== undefined) await addReader(ctx, add);
  if (remove !== undefined) await db.reader.deleteMany({ where: { portalId, userId: remove } });
  log("info", "access.readers_changed", { portalId, by, add, remove });
  return listReaders(ctx);
}

async function addReader(ctx: PortalCtx, userId: number): Promise<void> {
  const { db, portalId } = ctx;
  const { id: addedBy, name: addedByName } = administratorOf(ctx);
  const person = await findPerson(ctx, userId);
  if (person === null) {
    const message = "is nobody who works on the portal";
    throw invalidInput(`add: ${message}`, [{ at: "add", message }]);
  }
  await withTx(db, async (tx) => {
    // One at a time may look how many there are.
    await takeTurn(tx, { purpose: "readers", portalId });
    if ((await tx.reader.count({ where: { portalId } })) >= READER_LIMIT) {
      throw conflict(`There are ${READER_LIMIT} readers already. Remove one first.`);
    }
    const row = { portalId, userId, userName: person.name, addedBy, addedByName };
    await tx.reader.createMany({ data: [{ ...row, addedAt: ctx.now() }], skipDuplicates: true });
  });
}
