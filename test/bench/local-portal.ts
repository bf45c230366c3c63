import type { PortalCtx } from "../../lib/ctx.ts";
import type { RootDb } from "../../lib/db/index.ts";
import { stepRegistrations } from "../../lib/steps/index.ts";
import type { Portal, PortalCloud, PortalOptions } from "../portal/index.ts";
import type { JsonMap } from "../portal/php-values.ts";
import { newStep } from "../portal/workflow/step-fields.ts";
import type { BenchDb, BenchOptions } from "./bed.ts";
import { testPortalCtx } from "../support/ctx.ts";
import { makePortal } from "../support/make-portal.ts";

const ADMIN = 1;

export interface CloudBed {
  cloud: PortalCloud;
  bench: BenchDb;
  say: BenchOptions["say"];
}

export interface BenchPortal {
  local: Portal;
  ctx: PortalCtx;
}

/** A portal of the local cloud with the app and its steps, without a call: its request budget is untouched. */
export async function addLocalPortal(
  cloud: PortalCloud,
  options: PortalOptions = {},
): Promise<Portal> {
  const local = await cloud.addPortal({ entries: 50, ...options });
  local.settings.logsRestUse = false;
  local.addApp();
  for (const { kind, code, fields } of stepRegistrations(cloud.appUrl, ADMIN)) {
    local.stepRegistry.add(newStep(kind, { ...(fields as JsonMap), CODE: code }));
  }
  await local.finishInstall();
  return local;
}

/** The same portal as our own tables know it after the installation. */
export async function addBenchPortal(
  { cloud, db }: { cloud: PortalCloud; db: RootDb },
  options: PortalOptions = {},
): Promise<BenchPortal> {
  const local = await addLocalPortal(cloud, options);
  const pair = local.issueTokens({ userId: ADMIN, source: "open" });
  const { portal } = await makePortal(db, {
    accessToken: pair.access.value,
    refreshToken: pair.refresh.value,
    applicationToken: local.installation.applicationToken,
    portal: {
      memberId: local.memberId,
      origin: local.origin,
      clientEndpoint: local.clientEndpoint,
      serverEndpoint: cloud.serverEndpoint,
      scope: local.installation.scope,
      authUserId: ADMIN,
    },
  });
  return { local, ctx: testPortalCtx(db, { portalId: portal.id }) };
}
