import type { Portal } from "./portal.ts";
import { sendEvent } from "./queue/events.ts";

const SYSTEM_USER = 1;

export function finishInstallation(portal: Portal): void {
  if (!portal.installation.finish()) return;
  if (!portal.settings.deliversOnAppInstall) return;
  sendEvent(portal, {
    event: "ONAPPINSTALL",
    userId: SYSTEM_USER,
    data: {
      VERSION: String(portal.installation.version),
      ACTIVE: "Y",
      INSTALLED: "Y",
      LANGUAGE_ID: portal.settings.lang,
    },
  });
}

function dropRegistrations(portal: Portal): void {
  portal.events.clear();
  portal.placementStore.clear();
  portal.stepRegistry.clear();
}

/** A new version: everything registered is gone until its installer runs again. */
export function updateApplication(portal: Portal): void {
  const bindings = portal.events.forEvent("ONAPPUPDATE");
  const previous = portal.installation.update();
  dropRegistrations(portal);
  if (!portal.settings.deliversOnAppUpdate) return;
  sendEvent(portal, {
    event: "ONAPPUPDATE",
    bindings,
    userId: SYSTEM_USER,
    data: {
      VERSION: String(portal.installation.version),
      PREVIOUS_VERSION: String(previous),
      LANGUAGE_ID: portal.settings.lang,
    },
  });
}

export function uninstallApplication(
  portal: Portal,
  input: { clean: boolean; silent: boolean },
): void {
  if (!portal.installation.isAdded) return;
  const bindings = portal.installation.isInstalled ? portal.events.forEvent("ONAPPUNINSTALL") : [];
  const { memberId } = portal;
  portal.cloud.tokens.revokeInstallation({ memberId, clientId: portal.cloud.clientId });
  if (!input.silent) {
    const data = { CLEAN: input.clean ? "1" : "0", LANGUAGE_ID: portal.settings.lang };
    sendEvent(portal, { event: "ONAPPUNINSTALL", bindings, data });
  }
  portal.installation.remove(portal.cloud.clock.now());
  dropRegistrations(portal);
  if (input.clean) portal.options.clear();
}

/** The subscription ends or is paid again. */
export function setPayment(portal: Portal, input: { expired: boolean; days?: number }): void {
  const { installation } = portal;
  installation.isPaymentExpired = input.expired;
  installation.days = input.days ?? (input.expired ? -1 : 30);
  installation.status = input.expired ? installation.status : "P";
  if (input.expired || !installation.isInstalled) return;
  sendEvent(portal, {
    event: "ONAPPPAYMENT",
    userId: SYSTEM_USER,
    data: {
      CODE: installation.code,
      VERSION: String(installation.version),
      STATUS: installation.status,
      PAYMENT_EXPIRED: "N",
      DAYS: String(installation.days),
      LANGUAGE_ID: portal.settings.lang,
    },
  });
}
