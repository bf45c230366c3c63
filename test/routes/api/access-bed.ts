import { env } from "../../../lib/env.ts";
import type { RootDb } from "../../../lib/db/index.ts";
import type { PortalCloud } from "../../portal/index.ts";
import { openFrame, type FrameSession } from "../../support/frame-session.ts";
import { testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";

type Door = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

interface CallInput {
  /** The first portal's administrator when left out. */
  as?: FrameSession;
  path?: string;
  method?: string;
  body?: unknown;
  id?: string;
}

/** Two installed portals with their administrators, and the ways into doors. */
export async function openAccessBed(db: RootDb, cloud: PortalCloud) {
  const arrange = async () => {
    const portal = await cloud.addPortal();
    const { portalId } = await installPortal(testCtx(db), portal);
    await portal.finishInstall();
    const { key: portalKey } = await db.portal.findUniqueOrThrow({ where: { id: portalId } });
    return { portal, portalId, portalKey, admin: await openFrame(portal) };
  };
  const first = await arrange();
  const other = await arrange();
  const call = async <T>(handler: Door, input: CallInput) => {
    const { as = first.admin, path = "/x", method = "GET", body, id } = input;
    const answer = await as.call(handler, { path, method, body, params: { id } as never });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  return { ...first, other, call };
}

export function byToken(handler: Door, { token, path }: { token: string; path: string }) {
  const headers = { authorization: `Bearer ${token}`, "x-logbook-peer": "203.0.113.9" };
  const request = new Request(new URL(path, env().APP_URL), { headers });
  return handler(request, { params: Promise.resolve({} as never) });
}

export function forgetCalls(): void {
  (globalThis as Record<symbol, unknown>)[Symbol.for("logbook.rate-limits")] = undefined;
}
