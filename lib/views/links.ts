import { createHash, randomBytes } from "node:crypto";
import type { PortalCtx } from "../ctx.ts";
import { AppError, notFound } from "../errors.ts";
import { personOf } from "./internal.ts";
import { ViewContent, type CreateLinkInput } from "./schemas.ts";
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
  if (known !== null) return toLink(known);
  if ((await ctx.db.viewLink.count({ where: { portalId } })) >= VIEW_LIMITS.links) {
    throw new AppError("conflict", `A portal has ${VIEW_LIMITS.links} links at most.`);
  }
  const data = [{ portalId, id: newId(), digest, userId, content, createdAt: ctx.now() }];
  await ctx.db.viewLink.createMany({ data, skipDuplicates: true });
  return toLink(await ctx.db.viewLink.findUniqueOrThrow({ where }));
}

/** The state behind a number; numbers of other portals lead nowhere. */
export async function getLink(ctx: PortalCtx, { id }: { id: string }): Promise<ViewLink> {
  const { portalId } = ctx;
  const found = /^[0-9A-Za-z]{10}$/.test(id)
    ? await ctx.db.viewLink.findUnique({ where: { portalId_id: { portalId, id } } })
    : null;
  if (found === null) throw notFound("link", id.slice(0, 20));
  return toLink(found);
}

function toLink({ id, content }: { id: string; content: unknown }): ViewLink {
  return { id, content: ViewContent.parse(content) };
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
