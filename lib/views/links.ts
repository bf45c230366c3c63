import { createHash, randomBytes } from "node:crypto";
import type { ViewLink as Row } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";
import { takeTurn, withTx, type Db } from "../db/index.ts";
import { notFound } from "../errors.ts";
import { personOf, readContent } from "./internal.ts";
import type { CreateLinkInput } from "./schemas.ts";
import { VIEW_LIMITS, type ViewContent as Content } from "./shared.ts";

export interface ViewLink {
  id: string;
  content: Content;
}

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH = 10;

/** A short number for a state of the log page; the same state has one in a portal. */
export async function createLink(ctx: PortalCtx, input: CreateLinkInput): Promise<ViewLink> {
  const { portalId } = ctx;
  const { userId } = personOf(ctx);
  const { q, from, to, tz, sort, cols } = input.content;
  const content = { q, from, to, tz, sort, cols };
  const digest = createHash("sha256").update(JSON.stringify(content)).digest();
  const where = { portalId_digest: { portalId, digest } };
  const known = await ctx.db.viewLink.findUnique({ where });
  if (known !== null) return follow(ctx, known);
  const now = ctx.now();
  const data = [{ portalId, id: newId(), digest, userId, content, createdAt: now, usedAt: now }];
  const made = await withTx(ctx.db, async (tx) => {
    await takeTurn(tx, { purpose: "links", portalId });
    await tx.viewLink.createMany({ data, skipDuplicates: true });
    await makeRoom(tx, { portalId, digest });
    return tx.viewLink.findUniqueOrThrow({ where });
  });
  return toLink(made);
}

/** The links that were not used for longest give way to a new one. */
async function makeRoom(
  tx: Db,
  { portalId, digest }: { portalId: bigint; digest: Uint8Array<ArrayBuffer> },
): Promise<void> {
  const excess = (await tx.viewLink.count({ where: { portalId } })) - VIEW_LIMITS.links;
  if (excess <= 0) return;
  const unused = await tx.viewLink.findMany({
    where: { portalId, digest: { not: digest } },
    orderBy: [{ usedAt: "asc" }, { id: "asc" }],
    select: { id: true },
    take: excess,
  });
  await tx.viewLink.deleteMany({ where: { portalId, id: { in: unused.map(({ id }) => id) } } });
}

/** The state behind a number; numbers of other portals lead nowhere. */
export async function getLink(ctx: PortalCtx, { id }: { id: string }): Promise<ViewLink> {
  const { portalId } = ctx;
  const found = /^[0-9A-Za-z]{10}$/.test(id)
    ? await ctx.db.viewLink.findUnique({ where: { portalId_id: { portalId, id } } })
    : null;
  if (found === null) throw notFound("link", id.slice(0, 20));
  return follow(ctx, found);
}

const DAY_MS = 86_400_000;

async function follow(ctx: PortalCtx, link: Row): Promise<ViewLink> {
  const { portalId, id } = link;
  const now = ctx.now();
  // Once a day is enough to know which ones nobody follows any more.
  const since = new Date(now.getTime() - DAY_MS);
  if (link.usedAt < since) {
    await ctx.db.viewLink.updateMany({ where: { portalId, id }, data: { usedAt: now } });
  }
  return toLink(link);
}

function toLink(row: Row): ViewLink {
  const content = readContent(row);
  if (content === null) throw notFound("link", row.id);
  return { id: row.id, content };
}

// Bytes above the last whole round of letters would make some of them more frequent.
function newId(): string {
  const fair = 256 - (256 % LETTERS.length);
  let id = "";
  while (id.length < LENGTH) {
    for (const byte of randomBytes(LENGTH)) {
      if (byte < fair && id.length < LENGTH) id += LETTERS[byte % LETTERS.length] ?? "";
    }
  }
  return id;
}
