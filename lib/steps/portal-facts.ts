import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { callPortal, type Portal } from "../portals/index.ts";
import { isTimeZone, type Zone } from "./time.ts";
import type { Lang } from "./step.ts";

const AppInfo = z.object({ LANGUAGE_ID: z.string().catch("") });
const ServerTime = z.string().regex(/[+-]\d{2}:?\d{2}$|Z$/);
const UTC: Zone = { kind: "offset", minutes: 0 };

/** The language of what the portal's people read; where the portal does not say, as it last did, else English. */
export async function portalLanguage(ctx: PortalCtx): Promise<Lang> {
  const info = AppInfo.safeParse(await ask(ctx, "app.info"));
  const { db, portalId: id } = ctx;
  if (!info.success || info.data.LANGUAGE_ID === "") {
    const known = await db.portal.findUnique({ where: { id }, select: { language: true } });
    return known?.language === "ru" ? "ru" : "en";
  }
  const language = info.data.LANGUAGE_ID.toLowerCase();
  // Others speak for it when no step is at work.
  await db.$executeRaw`
    UPDATE portal SET language = ${language}
    WHERE id = ${id} AND language IS DISTINCT FROM ${language}`;
  return language === "ru" ? "ru" : "en";
}

/** The zone in which people of this portal write times. */
export async function portalZone(ctx: PortalCtx, portal: Portal): Promise<Zone> {
  if (portal.timeZone !== null && isTimeZone(portal.timeZone)) {
    return { kind: "named", name: portal.timeZone };
  }
  const time = ServerTime.safeParse(await ask(ctx, "server.time"));
  const parts = time.success ? /([+-])(\d{2}):?(\d{2})$/.exec(time.data) : null;
  if (parts === null) return UTC;
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return { kind: "offset", minutes: parts[1] === "-" ? -minutes : minutes };
}

// A convenience must not end a run: without an answer the caller's default counts.
async function ask(ctx: PortalCtx, method: string): Promise<unknown> {
  try {
    const { result } = await callPortal<unknown>(ctx, { method, priority: "background" });
    return result;
  } catch (error) {
    if (!isAppError(error)) throw error;
    log("warn", "step.portal_fact_missing", { portalId: ctx.portalId, method, error });
    return null;
  }
}
