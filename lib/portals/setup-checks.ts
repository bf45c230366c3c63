import { z } from "zod";
import { AppInfoAnswer } from "../b24/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { AppError, isAppError } from "../errors.ts";
import { callPortal } from "./calls.ts";

export const NEEDED_SCOPES = ["bizproc", "main", "placement", "user_brief"] as const;
const EVENTS = ["ONAPPUNINSTALL", "ONAPPINSTALL", "ONAPPUPDATE", "ONAPPPAYMENT"] as const;
const PLACEMENT = "REST_APP_URI";

/** One step of a process as `bizproc.activity.add` or `bizproc.robot.add` takes it. */
export interface StepRegistration {
  kind: "activity" | "robot";
  code: string;
  fields: Record<string, unknown>;
}

const Codes = z.array(z.string());
const EventRows = z.array(z.object({ event: z.string(), handler: z.string() }));
const PlacementRows = z.array(z.object({ placement: z.string(), handler: z.string() }));
const Scopes = z.array(z.string());

async function call<T>(
  ctx: PortalCtx,
  method: string,
  schema: z.ZodType<T>,
  params: Record<string, unknown> = {},
): Promise<T> {
  const { result } = await callPortal<unknown>(ctx, { method, params, priority: "interactive" });
  const parsed = schema.safeParse(result);
  if (parsed.success) return parsed.data;
  throw new AppError("portal_unavailable", `${method}: the answer has an unknown shape.`);
}

async function act(ctx: PortalCtx, method: string, params: Record<string, unknown>): Promise<void> {
  await callPortal(ctx, { method, params, priority: "interactive" });
}

/** Reads what the portal says of this installation and keeps it; an Enterprise or on-premise plan widens the budget. */
export async function learnInstallation(ctx: PortalCtx): Promise<AppInfoAnswer> {
  const info = await call(ctx, "app.info", AppInfoAnswer);
  await ctx.db.portal.update({
    where: { id: ctx.portalId },
    data: {
      appCode: info.CODE,
      appNumber: info.ID,
      appVersion: info.VERSION,
      appStatus: info.STATUS,
      license: info.LICENSE ?? null,
      updatedAt: ctx.now(),
    },
  });
  const budget = toBudget(info);
  await ctx.db.$executeRaw`
    UPDATE portal_lane SET rate = ${budget.rate}::float8, burst = ${budget.burst}::float8
    WHERE portal_id = ${ctx.portalId}`;
  return info;
}

function toBudget(info: AppInfoAnswer): { rate: number; burst: number } {
  const license = info.LICENSE?.toLowerCase() ?? "";
  if (license.endsWith("_selfhosted")) return { rate: 1_000, burst: 1_000 };
  const isEnterprise = (info.LICENSE_TYPE?.toLowerCase() ?? "").startsWith("ent");
  return isEnterprise ? { rate: 5, burst: 250 } : { rate: 2, burst: 50 };
}

export async function readScopes(ctx: PortalCtx): Promise<string[]> {
  const scope = await call(ctx, "scope", Scopes);
  await ctx.db.portal.update({ where: { id: ctx.portalId }, data: { scope } });
  return scope;
}

export async function isAdministrator(ctx: PortalCtx): Promise<boolean> {
  return call(ctx, "user.admin", z.boolean());
}

/** Binds the lifecycle events to our door and takes away bindings to any other address of ours. */
export async function bindEvents(ctx: PortalCtx, handler: string): Promise<void> {
  const rows = await call(ctx, "event.get", EventRows);
  for (const row of rows) {
    const isOurs = EVENTS.some((name) => name === row.event.toUpperCase());
    if (isOurs && row.handler !== handler) {
      await act(ctx, "event.unbind", { event: row.event, handler: row.handler });
    }
  }
  for (const event of EVENTS) {
    const isBound = rows.some(
      (row) => row.event.toUpperCase() === event && row.handler === handler,
    );
    if (!isBound) await bindEvent(ctx, event, handler);
  }
}

// Older portals do not know all of these events, and one bound meanwhile is refused as a duplicate.
async function bindEvent(ctx: PortalCtx, event: string, handler: string): Promise<void> {
  try {
    await act(ctx, "event.bind", { event, handler });
  } catch (error) {
    const isOptional = event !== "ONAPPUNINSTALL" && hasCode(error, "ERROR_EVENT_NOT_FOUND");
    if (!isOptional && !hasCode(error, "ERROR_CORE")) throw error;
    const rows = await call(ctx, "event.get", EventRows);
    const isBound = rows.some((row) => row.event.toUpperCase() === event);
    if (!isOptional && !isBound) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return isAppError(error) && error.platformCode?.toUpperCase() === code;
}

/** Lists, adds or updates, and removes what is no longer ours. Codes are never renamed. */
export async function registerSteps(
  ctx: PortalCtx,
  input: { kind: "activity" | "robot"; registrations: StepRegistration[] },
): Promise<void> {
  const base = `bizproc.${input.kind}`;
  const present = await call(ctx, `${base}.list`, Codes);
  const wanted = input.registrations.filter((item) => item.kind === input.kind);
  for (const { code, fields } of wanted) {
    const isPresent = present.includes(code);
    if (isPresent) await act(ctx, `${base}.update`, { CODE: code, FIELDS: fields });
    else await addStep(ctx, base, code, fields);
  }
  for (const code of present.filter((name) => !wanted.some((item) => item.code === name))) {
    await act(ctx, `${base}.delete`, { CODE: code });
  }
}

async function addStep(
  ctx: PortalCtx,
  base: string,
  code: string,
  fields: Record<string, unknown>,
): Promise<void> {
  try {
    await act(ctx, `${base}.add`, { CODE: code, ...fields });
  } catch (error) {
    if (!hasCode(error, "ERROR_ACTIVITY_ALREADY_INSTALLED")) throw error;
    await act(ctx, `${base}.update`, { CODE: code, FIELDS: fields });
  }
}

/** Binds the address that links to one entry or view open; at most one handler exists for it. */
export async function bindPlacement(
  ctx: PortalCtx,
  input: { handler: string; title: Record<string, string> },
): Promise<void> {
  const rows = await call(ctx, "placement.get", PlacementRows);
  const present = rows.filter((row) => row.placement === PLACEMENT);
  if (present.some((row) => row.handler === input.handler)) return;
  for (const row of present) {
    await act(ctx, "placement.unbind", { PLACEMENT, HANDLER: row.handler });
  }
  const titles = Object.entries(input.title).map(([lang, title]) => [lang, { TITLE: title }]);
  await act(ctx, "placement.bind", {
    PLACEMENT,
    HANDLER: input.handler,
    TITLE: input.title["en"],
    LANG_ALL: Object.fromEntries(titles) as Record<string, unknown>,
  });
}

export async function readOneEntry(ctx: PortalCtx): Promise<void> {
  await callPortal(ctx, {
    method: "main.eventlog.list",
    api: "v3",
    params: { select: ["id"], order: { id: "DESC" }, pagination: { limit: 1 } },
    priority: "interactive",
  });
}
