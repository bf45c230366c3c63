import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { invalidInput, isAppError } from "../errors.ts";
import { log } from "../log.ts";
import type { Priority } from "./budget.ts";
import { callPortal } from "./calls.ts";

const MAX_PEOPLE = 50;
const TIMEOUT_MS = 10_000;

const text = z.unknown().transform((value) => (typeof value === "string" ? value.trim() : ""));
const Person = z.object({
  ID: z.coerce.string().regex(/^\d{1,10}$/),
  NAME: text,
  LAST_NAME: text,
});

/**
 * Names of people as this user may see them on the portal, by their numbers; whom the portal does not tell is left
 * out. Asked with the user's own access, and never kept: others may see more.
 */
export async function namePeople(
  ctx: PortalCtx,
  { ids, accessToken, priority }: { ids: string; accessToken: string; priority: Priority },
): Promise<Record<string, string>> {
  const wanted = ids.split(",");
  if (wanted.length > MAX_PEOPLE || !wanted.every((id) => /^\d{1,10}$/.test(id))) {
    const message = `up to ${MAX_PEOPLE} numbers of people, with commas between, are expected`;
    throw invalidInput(`ids: ${message}`, [{ at: "ids", message }]);
  }
  const rows = await ask(ctx, { ids: wanted, accessToken, priority });
  return Object.fromEntries(
    rows.flatMap((row) => {
      const { success, data } = Person.safeParse(row);
      const name = success ? `${data.NAME} ${data.LAST_NAME}`.trim() : "";
      return success && name !== "" ? [[data.ID, name]] : [];
    }),
  );
}

// Names are an addition: what the portal refuses here leaves numbers.
async function ask(
  ctx: PortalCtx,
  { ids, accessToken, priority }: { ids: string[]; accessToken: string; priority: Priority },
): Promise<unknown[]> {
  try {
    const { result } = await callPortal<unknown>(ctx, {
      method: "user.get",
      params: { FILTER: { "@ID": ids }, select: ["ID", "NAME", "LAST_NAME"] },
      priority,
      timeoutMs: TIMEOUT_MS,
      asUser: { accessToken },
    });
    return Array.isArray(result) ? (result as unknown[]) : [];
  } catch (error) {
    if (!isAppError(error)) throw error;
    log("warn", "portal.people_unnamed", { portalId: ctx.portalId, error });
    return [];
  }
}
