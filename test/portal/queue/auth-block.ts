import type { JsonMap } from "../php-values.ts";
import type { Portal } from "../portal.ts";

/** What every call carries: where it comes from and the shared secret of portal and application. */
export function portalAuth(portal: Portal): JsonMap {
  return {
    domain: portal.domain,
    client_endpoint: portal.clientEndpoint,
    server_endpoint: portal.cloud.serverEndpoint,
    member_id: portal.memberId,
    application_token: portal.installation.applicationToken,
  };
}

/** The same with a user's tokens, all scalars as text in the order of real calls. */
export function userAuth(
  portal: Portal,
  input: { userId: number; source: string; withRefresh: boolean },
): JsonMap {
  const user = portal.people.find(input.userId);
  if (user?.isActive !== true) return portalAuth(portal);
  const { access, refresh } = portal.issueTokens(input);
  const auth: JsonMap = {
    access_token: access.value,
    expires: String(Math.floor(access.expiresAt / 1000)),
    expires_in: String(portal.cloud.tokens.settings.accessLifetimeSeconds),
    scope: portal.installation.scopeText,
    domain: portal.domain,
    server_endpoint: portal.cloud.serverEndpoint,
    status: portal.installation.status,
    client_endpoint: portal.clientEndpoint,
    member_id: portal.memberId,
    user_id: String(input.userId),
  };
  if (input.withRefresh) auth.refresh_token = refresh.value;
  auth.application_token = portal.installation.applicationToken;
  return auth;
}
