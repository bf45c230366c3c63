import type { TokenRecord } from "../auth/token-store.ts";
import type { Person } from "../people.ts";
import type { Portal } from "../portal.ts";

/** Who calls: the application with a user's token, or an incoming webhook of a user. */
export interface Caller {
  kind: "app" | "webhook";
  user: Person;
  token: TokenRecord | null;
  scope: readonly string[];
}

export type Identified = { caller: Caller } | { refusal: string };

export interface Credentials {
  token: string | null;
  webhook: { userId: number; code: string } | null;
}

function identifyWebhook(portal: Portal, webhook: { userId: number; code: string }): Identified {
  const user = portal.people.find(webhook.userId);
  if (webhook.code !== portal.webhookCode || user === null) {
    return { refusal: "INVALID_CREDENTIALS" };
  }
  if (!user.isActive) return { refusal: "authorization_error" };
  return { caller: { kind: "webhook", user, token: null, scope: portal.installation.scope } };
}

function checkInstalled(portal: Portal, record: TokenRecord): string | null {
  if (record.clientId !== portal.cloud.clientId) {
    portal.violation("foreign-token", "a token of another application was used as its own");
    return null;
  }
  if (portal.installation.isAdded) return record.state === "revoked" ? "invalid_token" : null;
  if (portal.installation.isRemovalKnown || portal.hasDeliveredRemoval()) {
    portal.violation("call-after-uninstall", "a REST call after the removal was known");
  }
  portal.installation.isRemovalKnown = true;
  return "ERROR_OAUTH";
}

/** The checks of a token in the order of the platform; the refusal is a code of system-errors. */
export function identify(portal: Portal, credentials: Credentials): Identified {
  if (portal.settings.isDeleted) return { refusal: "PORTAL_DELETED" };
  if (credentials.webhook !== null) return identifyWebhook(portal, credentials.webhook);
  const { token } = credentials;
  if (token === null || !/^[0-9a-f]{70}$/.test(token)) return { refusal: "NO_AUTH_FOUND" };
  const record = portal.cloud.tokens.find(token);
  if (record?.kind !== "access" || record.memberId !== portal.memberId) {
    return { refusal: "invalid_token" };
  }
  const removal = checkInstalled(portal, record);
  if (removal !== null) return { refusal: removal };
  if (portal.cloud.tokens.isExpired(record)) return { refusal: "expired_token" };
  const user = portal.people.find(record.userId);
  if (user?.isActive !== true) return { refusal: "authorization_error" };
  if (!user.hasAppAccess) return { refusal: "user_access_error" };
  if (portal.installation.isPaymentExpired) return { refusal: "PAYMENT_REQUIRED" };
  const { scope } = portal.installation;
  return { caller: { kind: "app", user, token: record, scope } };
}
