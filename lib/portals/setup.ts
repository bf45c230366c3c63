import type { PortalCtx } from "../ctx.ts";
import { hashSecret } from "../db/index.ts";
import type { Prisma } from "../../prisma/generated/client.ts";
import { env } from "../env.ts";
import { isAppError, type ErrorCode } from "../errors.ts";
import { log } from "../log.ts";
import { enqueue } from "../queue/index.ts";
import { getPortal } from "./internal.ts";
import {
  bindEvents,
  bindPlacement,
  isAdministrator,
  learnInstallation,
  NEEDED_SCOPES,
  readOneEntry,
  readScopes,
  registerSteps,
  type StepRegistration,
} from "./setup-checks.ts";
import type { SetupCheck, SetupView } from "./shared.ts";

export interface RunSetupInput {
  /** Made for our public address and the user whose token the portal shall hand to the steps. */
  registrations: (appUrl: string, authUserId: number) => StepRegistration[];
}

type Verdict = Omit<SetupCheck, "name">;
interface Check {
  name: SetupCheck["name"];
  run: () => Promise<Verdict>;
}

const OK: Verdict = { state: "ok", detail: null };
const MISSING_CODES: ErrorCode[] = [
  "portal_scope_missing",
  "portal_method_missing",
  "portal_forbidden",
];
const PLACEMENT_TITLE = { en: "Logbook", ru: "Журнал событий" };

/**
 * Registers everything on the portal and checks what the app needs; repeatable. Each check is stored as soon as it
 * is done, so that a page can watch. A check that fails does not stop the others.
 */
export async function runSetup(ctx: PortalCtx, input: RunSetupInput): Promise<SetupView> {
  const checks = makeChecks(ctx, input);
  const results: SetupCheck[] = checks.map(({ name }) => ({
    name,
    state: "pending",
    detail: null,
  }));
  for (const [index, check] of checks.entries()) {
    results[index] = { name: check.name, ...(await judge(ctx, check)) };
    await store(ctx, { checks: results, isComplete: false, checkedAt: null });
  }
  const view: SetupView = {
    checks: results,
    isComplete: results.every((check) => check.state === "ok" || check.name === "eventlog"),
    checkedAt: ctx.now().toISOString(),
  };
  await store(ctx, { ...view, fingerprint: await fingerprint(ctx, input) });
  const portalId = ctx.portalId.toString();
  await enqueue(ctx.db, "archive.copy", { portalId }, { group: portalId });
  return view;
}

function makeChecks(ctx: PortalCtx, input: RunSetupInput): Check[] {
  const appUrl = env().APP_URL;
  const steps = (kind: "activity" | "robot") => async () => {
    const { authUserId } = await getPortal(ctx);
    await registerSteps(ctx, { kind, registrations: input.registrations(appUrl, authUserId ?? 0) });
    return OK;
  };
  return [
    { name: "identity", run: () => checkIdentity(ctx) },
    { name: "administrator", run: () => checkAdministrator(ctx) },
    { name: "scope", run: () => checkScope(ctx) },
    { name: "events", run: () => done(bindEvents(ctx, `${appUrl}/b24/event`)) },
    { name: "activities", run: steps("activity") },
    { name: "robots", run: steps("robot") },
    {
      name: "placement",
      run: () =>
        done(bindPlacement(ctx, { handler: `${appUrl}/b24/open`, title: PLACEMENT_TITLE })),
    },
    { name: "eventlog", run: () => done(readOneEntry(ctx)) },
  ];
}

async function done(work: Promise<unknown>): Promise<Verdict> {
  await work;
  return OK;
}

// Without the application token no call of a step can be told from a forged one.
async function checkIdentity(ctx: PortalCtx): Promise<Verdict> {
  await learnInstallation(ctx);
  const { applicationTokenHash } = await getPortal(ctx);
  if (applicationTokenHash !== null) return OK;
  return { state: "failed", detail: "The portal sent no application token; it may be too old." };
}

async function checkAdministrator(ctx: PortalCtx): Promise<Verdict> {
  return (await isAdministrator(ctx)) ? OK : { state: "missing", detail: null };
}

async function checkScope(ctx: PortalCtx): Promise<Verdict> {
  const granted = await readScopes(ctx);
  const missing = NEEDED_SCOPES.filter((name) => !granted.includes(name));
  return missing.length === 0 ? OK : { state: "missing", detail: missing.join(", ") };
}

async function judge(ctx: PortalCtx, check: Check): Promise<Verdict> {
  try {
    return await check.run();
  } catch (error) {
    log("warn", "portal.setup_check", { portalId: ctx.portalId, check: check.name, error });
    if (!isAppError(error)) throw error;
    const state = MISSING_CODES.includes(error.code) ? "missing" : "failed";
    return { state, detail: error.message };
  }
}

/** As `runSetup`, but only when the portal's version of the app, our steps or their user have changed since. */
export async function renewSetup(ctx: PortalCtx, input: RunSetupInput): Promise<void> {
  const before = await readStored(ctx);
  await learnInstallation(ctx);
  const isSame = before.isComplete && before.fingerprint === (await fingerprint(ctx, input));
  if (!isSame) await runSetup(ctx, input);
}

async function fingerprint(ctx: PortalCtx, input: RunSetupInput): Promise<string> {
  const { authUserId, appVersion } = await getPortal(ctx);
  const { APP_URL } = env();
  const registrations = input.registrations(APP_URL, authUserId ?? 0);
  const content = JSON.stringify([APP_URL, appVersion, authUserId, registrations]);
  return hashSecret(content).toString("base64url");
}

type StoredSetup = SetupView & { fingerprint?: string };
const NEVER: StoredSetup = { checks: [], isComplete: false, checkedAt: null };

async function store(ctx: PortalCtx, setup: StoredSetup): Promise<void> {
  await ctx.db.portal.update({
    where: { id: ctx.portalId },
    data: { setup: setup as unknown as Prisma.InputJsonValue, updatedAt: ctx.now() },
  });
}

async function readStored(ctx: PortalCtx): Promise<StoredSetup> {
  const { setup } = await getPortal(ctx);
  return setup === null ? NEVER : (setup as unknown as StoredSetup);
}

export async function getSetup(ctx: PortalCtx): Promise<SetupView> {
  const { checks, isComplete, checkedAt } = await readStored(ctx);
  return { checks, isComplete, checkedAt };
}
