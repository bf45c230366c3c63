import type { PortalCloud } from "../cloud.ts";
import type { Portal } from "../portal.ts";

export interface PortalSummary {
  memberId: string;
  title: string;
  edition: string;
  origin: string;
  domain: string;
  clientEndpoint: string;
  isAdded: boolean;
  isInstalled: boolean;
}

export interface CloudSummary {
  authOrigin: string;
  controlOrigin: string;
  serverEndpoint: string;
  clientId: string;
  clientSecret: string;
  appUrl: string;
  portals: PortalSummary[];
}

export function portalSummary(portal: Portal): PortalSummary {
  const { memberId, title, edition, origin, domain, clientEndpoint, installation } = portal;
  const { isAdded, isInstalled } = installation;
  return { memberId, title, edition, origin, domain, clientEndpoint, isAdded, isInstalled };
}

export function cloudSummary(cloud: PortalCloud): CloudSummary {
  const { authOrigin, controlOrigin, serverEndpoint, clientId, clientSecret, appUrl } = cloud;
  return {
    ...{ authOrigin, controlOrigin, serverEndpoint, clientId, clientSecret, appUrl },
    portals: cloud.portals.map(portalSummary),
  };
}

/** Everything one may want to compare: registrations, options, people, counters. */
export function portalState(portal: Portal): Record<string, unknown> {
  return {
    ...portalSummary(portal),
    app: portal.app(),
    applicationToken: portal.installation.applicationToken,
    webhookCode: portal.webhookCode,
    isPaymentExpired: portal.installation.isPaymentExpired,
    settings: portal.settings,
    users: portal.people.all(),
    events: portal.events.all(),
    placements: portal.placementStore.all(),
    steps: portal.stepRegistry.all(),
    appOptions: portal.appOptions(),
    notices: portal.notices.all(),
    eventLog: {
      rows: portal.eventLog.rows.length,
      firstId: portal.eventLog.rows[0]?.id ?? null,
      lastId: portal.eventLog.rows.at(-1)?.id ?? null,
    },
    workflows: portal.engine.size,
  };
}
