import { answerHtml, cookieOf, type Exchange } from "../net/exchange.ts";
import type { Portal } from "../portal.ts";

const DEFAULT_USER = 1;

function refuse(exchange: Exchange, text: string): void {
  const html = `<!doctype html><html lang="en"><title>Error</title><body><h1>${text}</h1></body></html>`;
  answerHtml(exchange.response, { status: 400, html });
}

/** Asks nobody, knows the user by the portal's session; errors stay on the portal's own page. */
export function handleAuthorize(portal: Portal, exchange: Exchange): void {
  const { searchParams } = exchange.url;
  const { cloud, installation } = portal;
  const userId = Number(cookieOf(exchange.request, "portal_user") ?? DEFAULT_USER);
  const user = portal.people.find(userId);
  if (searchParams.get("client_id") !== cloud.clientId || !installation.isAdded) {
    refuse(exchange, "Application not found");
    return;
  }
  if (user?.isActive !== true || !user.hasAppAccess) {
    refuse(exchange, "You have no access to this application");
    return;
  }
  const { memberId } = portal;
  const code = cloud.tokens.issueCode({
    ...{ memberId, userId, source: "authorize" },
    clientId: cloud.clientId,
  });
  const query = new URLSearchParams({
    code: code.value,
    state: searchParams.get("state") ?? "",
    domain: portal.domain,
    member_id: memberId,
    scope: installation.scopeText,
    server_domain: cloud.authHost,
  });
  const location = `${cloud.appUrl}/b24/oauth/callback?${query.toString()}`;
  exchange.response.writeHead(302, { Location: location });
  exchange.response.end();
}
