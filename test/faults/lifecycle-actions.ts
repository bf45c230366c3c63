import { openAsAdmin } from "./bed.ts";
import { forgeCalls } from "./forge.ts";
import { last, portalOf, type Action } from "./scene.ts";

/** What people and the platform do to an installation. */
export const lifecycleActions: Action[] = [
  {
    name: "end the access tokens",
    weight: 3,
    start: async (scene, random) => {
      const { memberId } = portalOf(scene, random);
      const now = scene.bed.cloud.clock.now();
      for (const token of scene.bed.cloud.tokenList(memberId)) {
        if (token.kind === "access") token.expiresAt = now;
      }
    },
  },
  {
    name: "revoke all tokens, and let the administrator open the app",
    weight: 1,
    start: async (scene, random) => {
      const portal = portalOf(scene, random);
      const { memberId } = portal;
      if (scene.claimed.has(memberId)) return;
      scene.revoked.add(memberId);
      const { clientId, tokens } = scene.bed.cloud;
      tokens.revokeInstallation({ memberId, clientId });
      await last(scene, random.between(500, 3_000));
      if (portal.app().isAdded) await openAsAdmin(portal);
    },
  },
  {
    name: "double and mix up calls",
    weight: 3,
    start: async (scene, random) => {
      const { settings } = scene.bed.cloud.queue;
      Object.assign(settings, { duplicate: random.pick([0.2, 1]), reorder: true });
      await last(scene, random.between(500, 4_000));
      Object.assign(settings, { duplicate: false, reorder: false });
    },
  },
  {
    name: "forge calls",
    weight: 3,
    start: (scene, random) => forgeCalls(scene.bed, random),
  },
  {
    name: "an employee claims an uninstall",
    weight: 1,
    start: async (scene, random) => {
      const portal = portalOf(scene, random);
      if (!portal.app().isAdded || scene.revoked.has(portal.memberId)) return;
      scene.claimed.add(portal.memberId);
      portal.sendEvent({ event: "ONAPPUNINSTALL", data: { CLEAN: "0" } });
    },
  },
  {
    name: "lapse and payment",
    weight: 1,
    start: async (scene, random) => {
      const portal = portalOf(scene, random);
      portal.setPayment({ expired: true });
      await last(scene, random.between(500, 4_000));
      portal.setPayment({ expired: false });
    },
  },
  {
    name: "move a portal",
    weight: 1,
    start: (scene, random) => scene.bed.cloud.movePortal(portalOf(scene, random)),
  },
  {
    name: "remove the app from a portal",
    weight: 1,
    start: async (scene) => {
      // Once, from the last portal, and not before it has worked for a while.
      const portal = scene.bed.cloud.portals.at(-1);
      if (portal === undefined || scene.removed.size > 0 || scene.actions < 25) return;
      scene.removed.add(portal.memberId);
      await portal.uninstallApp(false);
    },
  },
];
