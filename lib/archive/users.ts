import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { callPortal, getPortal } from "../portals/index.ts";
import { parseInput } from "./entry-filter.ts";
import { ResolveUsersInput, type AsUser } from "./schemas.ts";
import type { UserView } from "./entry-view.ts";

const CHUNK = 50;
const KEEP_MS = 6 * 3_600_000;
// Names are an addition: a page does not wait long for them.
const TIMEOUT_MS = 10_000;
const MAX_USER_ID = 2_147_483_647;
const NAME_SCOPES = ["user", "user_basic", "user_brief"];

// PostgreSQL stores no zero character.
const text = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === "string" ? value.replaceAll("\0", "").trim() : ""));
const UserRow = z.object({
  ID: z.coerce.number().int().positive(),
  NAME: text,
  LAST_NAME: text,
  LOGIN: text,
  EMAIL: text,
  ACTIVE: z
    .unknown()
    .optional()
    .transform((value) => value !== false && value !== "N"),
  PERSONAL_PHOTO: text,
});

/** Names for user ids, from memory of at most six hours; users the portal does not tell stay `#id`. */
export async function resolveUsers(
  ctx: PortalCtx,
  input: ResolveUsersInput,
): Promise<Record<string, UserView>> {
  const { ids, as: asUser, priority } = parseInput(ResolveUsersInput, input);
  const wanted = [...new Set(ids)].filter((id) => id > 0 && id <= MAX_USER_ID);
  const found = new Map((await readCache(ctx, wanted)).map((user) => [user.id, user]));
  const missing = wanted.filter((id) => !found.has(id));
  for (const user of await fetchUsers(ctx, { ids: missing, asUser, priority })) {
    found.set(user.id, user);
  }
  return Object.fromEntries(wanted.map((id) => [String(id), found.get(id) ?? unknownUser(id)]));
}

export async function userNames(ctx: PortalCtx, ids: number[]): Promise<Map<number, string>> {
  const users = await resolveUsers(ctx, { ids });
  return new Map(Object.values(users).map((user) => [user.id, user.name]));
}

function unknownUser(id: number): UserView {
  return { id, name: `#${id}`, photoUrl: null, isActive: false, isKnown: false };
}

async function readCache(ctx: PortalCtx, ids: number[]): Promise<UserView[]> {
  if (ids.length === 0) return [];
  const since = new Date(ctx.now().getTime() - KEEP_MS);
  const rows = await ctx.db.portalUser.findMany({
    where: { portalId: ctx.portalId, userId: { in: ids }, fetchedAt: { gt: since } },
  });
  return rows.map(({ userId, name, photoUrl, isActive, isKnown }) => ({
    id: userId,
    name,
    photoUrl,
    isActive,
    isKnown,
  }));
}

interface FetchInput {
  ids: number[];
  asUser: AsUser | undefined;
  priority: "interactive" | "background";
}

// Entries without names are worth more than no entries: what the portal refuses here is only logged.
async function fetchUsers(ctx: PortalCtx, input: FetchInput): Promise<UserView[]> {
  if (input.ids.length === 0 || !(await mayReadNames(ctx))) return [];
  const users: UserView[] = [];
  try {
    for (let start = 0; start < input.ids.length; start += CHUNK) {
      const ids = input.ids.slice(start, start + CHUNK);
      const chunk = await fetchChunk(ctx, { ...input, ids });
      await writeCache(ctx, chunk);
      users.push(...chunk);
    }
  } catch (error) {
    if (!isAppError(error)) throw error;
    log("warn", "archive.names_unavailable", { portalId: ctx.portalId, error });
  }
  return users;
}

async function mayReadNames(ctx: PortalCtx): Promise<boolean> {
  const { scope } = await getPortal(ctx);
  return scope.some((name) => NAME_SCOPES.includes(name));
}

async function fetchChunk(ctx: PortalCtx, input: FetchInput): Promise<UserView[]> {
  const { result } = await callPortal<unknown>(ctx, {
    method: "user.get",
    priority: input.priority,
    timeoutMs: TIMEOUT_MS,
    params: {
      FILTER: { "@ID": input.ids },
      select: ["ID", "NAME", "LAST_NAME", "PERSONAL_PHOTO", "ACTIVE"],
    },
    asUser: input.asUser,
  });
  const rows = Array.isArray(result) ? result : [];
  const known = new Map(rows.flatMap(toUser).map((user) => [user.id, user]));
  return input.ids.map((id) => known.get(id) ?? unknownUser(id));
}

function toUser(row: unknown): UserView[] {
  const parsed = UserRow.safeParse(row);
  if (!parsed.success) return [];
  const { ID: id, NAME, LAST_NAME, LOGIN, EMAIL, ACTIVE, PERSONAL_PHOTO } = parsed.data;
  const name = `${NAME} ${LAST_NAME}`.trim() || LOGIN || EMAIL || `#${id}`;
  const photoUrl = /^https?:\/\//.test(PERSONAL_PHOTO) ? PERSONAL_PHOTO : null;
  return [{ id, name, photoUrl, isActive: ACTIVE, isKnown: true }];
}

async function writeCache(ctx: PortalCtx, users: UserView[]): Promise<void> {
  const fetchedAt = ctx.now();
  await ctx.db.$executeRaw`
    INSERT INTO portal_user (portal_id, user_id, name, photo_url, is_active, is_known, fetched_at)
    SELECT ${ctx.portalId}::bigint, u.id, u.name, u."photoUrl", u."isActive", u."isKnown",
      ${fetchedAt}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(users)}::jsonb)
      AS u (id integer, name text, "photoUrl" text, "isActive" boolean, "isKnown" boolean)
    ORDER BY u.id
    ON CONFLICT (portal_id, user_id) DO UPDATE SET name = excluded.name,
      photo_url = excluded.photo_url, is_active = excluded.is_active,
      is_known = excluded.is_known, fetched_at = excluded.fetched_at`;
  await keepNames(ctx, users, fetchedAt);
}

// Entries are also found by a name that their user had before.
async function keepNames(ctx: PortalCtx, users: UserView[], seenAt: Date): Promise<void> {
  await ctx.db.$executeRaw`
    INSERT INTO user_name (portal_id, user_id, from_at, name)
    SELECT ${ctx.portalId}::bigint, u.id, ${seenAt}::timestamptz, u.name
    FROM jsonb_to_recordset(${JSON.stringify(users)}::jsonb)
      AS u (id integer, name text, "isKnown" boolean)
    WHERE u."isKnown" AND u.name IS DISTINCT FROM (
      SELECT n.name FROM user_name n
      WHERE n.portal_id = ${ctx.portalId}::bigint AND n.user_id = u.id
      ORDER BY n.from_at DESC LIMIT 1)
    ON CONFLICT DO NOTHING`;
}
