import type { PortalCtx } from "../../../lib/ctx.ts";
import type { RootDb } from "../../../lib/db/index.ts";
import { flushCalls, listCalls } from "../../../lib/portals/index.ts";
import type { CallView } from "../../../lib/portals/shared.ts";
import type { FaultAction, Portal, PortalCloud } from "../../portal/index.ts";
import { testCtx } from "../../support/index.ts";
import { installPortal } from "../../support/install-portal.ts";

/** Portals whose calls a test reads back as the product keeps them. */
export function makeRestLogBed({ db, cloud }: { db: RootDb; cloud: PortalCloud }) {
  return {
    installed: async (): Promise<{ portal: Portal; scoped: PortalCtx }> => {
      const portal = await cloud.addPortal({ entries: 400 });
      const scoped = await installPortal(testCtx(db), portal);
      await portal.finishInstall();
      return { portal, scoped };
    },
    failNext: (portal: Portal, method: string, action: FaultAction): void => {
      const match = { kind: "rest2", method, memberId: portal.memberId } as const;
      cloud.faults.add([{ match, times: 1, action }]);
    },
  };
}

export async function rowsOf({ db, portalId }: PortalCtx) {
  await flushCalls();
  return db.restCall.findMany({ where: { portalId }, orderBy: { id: "asc" } });
}

export async function newest(scoped: PortalCtx, method: string): Promise<CallView[]> {
  await flushCalls();
  const { items } = await listCalls(scoped, { method });
  return items;
}
