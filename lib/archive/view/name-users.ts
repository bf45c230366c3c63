import type { PortalCtx } from "../../ctx.ts";
import type { UserView } from "../entry-view.ts";
import { resolveUsers } from "../users.ts";
import { within } from "./within.ts";

const LIMIT_MS = 1_000;

/** Names for users whom the archive does not know yet; rows without names are worth more than waiting for them. */
export async function nameUsers(
  ctx: PortalCtx,
  users: Record<string, UserView>,
): Promise<Record<string, UserView>> {
  const ids = Object.values(users).flatMap(({ id, isKnown }) => (isKnown ? [] : [id]));
  if (ids.length === 0) return users;
  const named = await within(LIMIT_MS, resolveUsers(ctx, { ids }));
  return named === "late" ? users : { ...users, ...named };
}
