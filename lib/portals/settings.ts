import type { PortalCtx } from "../ctx.ts";
import { getPortal, type Portal } from "./internal.ts";
import { NEEDED_SCOPES } from "./setup-checks.ts";
import { getSetup } from "./setup.ts";
import type { RegisteredStep, SettingsView } from "./shared.ts";

/** What the settings page shows; names of administrators are filled in by `names`. */
export async function getSettings(
  ctx: PortalCtx,
  input: {
    steps: Omit<RegisteredStep, "isRegistered">[];
    names: (userIds: number[]) => Promise<Map<number, string>>;
  },
): Promise<SettingsView> {
  const portal = await getPortal(ctx);
  const setup = await getSetup(ctx);
  const admins = await ctx.db.portalAdmin.findMany({
    where: { portalId: ctx.portalId },
    orderBy: { provenAt: "desc" },
  });
  const names = await input.names(admins.map((admin) => admin.userId));
  const isOk = (name: string) =>
    setup.checks.some((check) => check.name === name && check.state === "ok");
  return {
    portal: toPortalView(portal),
    setup,
    steps: input.steps.map((step) => ({
      ...step,
      isRegistered: isOk(step.kind === "activity" ? "activities" : "robots"),
    })),
    scopes: toScopes(portal.scope),
    admins: admins.map((admin) => ({
      userId: admin.userId,
      name: names.get(admin.userId) ?? `#${admin.userId}`,
      isInUse: admin.userId === portal.authUserId,
      isLost: admin.state === "lost",
      provenAt: admin.provenAt.toISOString(),
    })),
    stepsReadLog: portal.stepsReadLog,
    stepsQuery: portal.stepsQuery ?? "",
  };
}

function toPortalView(portal: Portal): SettingsView["portal"] {
  return {
    origin: portal.origin,
    state: portal.state as SettingsView["portal"]["state"],
    stateReason: portal.stateReason,
    appStatus: portal.appStatus,
    appVersion: portal.appVersion,
    license: portal.license,
    installedAt: portal.installedAt?.toISOString() ?? null,
  };
}

function toScopes(granted: string[]): SettingsView["scopes"] {
  const names = [...new Set([...NEEDED_SCOPES, ...granted])].sort();
  return names.map((name) => ({
    name,
    isGranted: granted.includes(name),
    isNeeded: NEEDED_SCOPES.some((needed) => needed === name),
  }));
}
