import { randomBytes } from "node:crypto";

import type { OpenForm } from "./contract.ts";
import { ControlError } from "./control/control-error.ts";
import { asText, phpJson, type Json } from "./php-values.ts";
import type { Portal } from "./portal.ts";

export interface OpenInput {
  userId: number;
  lang: string;
  placement: string;
  options: Record<string, unknown>;
  handler?: string;
  /** Sent as it is instead of the encoded options, for portals that send odd values. */
  rawOptions?: string;
}

function targetOf(portal: Portal, input: OpenInput): string {
  const { appUrl } = portal.cloud;
  if (!portal.installation.isInstalled) return `${appUrl}/b24/install`;
  if (input.handler !== undefined) return input.handler;
  if (input.placement === "BIZPROC_ACTIVITY_PROPERTIES_DIALOG") {
    const step = portal.stepRegistry.find(asText(input.options.code as Json));
    if (step !== null && step.placementHandler !== "") return step.placementHandler;
  }
  return portal.placementStore.find(input.placement)?.handler ?? `${appUrl}/b24/open`;
}

function optionsText(input: OpenInput): string | null {
  if (input.rawOptions !== undefined) return input.rawOptions;
  return Object.keys(input.options).length === 0 ? null : phpJson(input.options);
}

/** The form a portal page posts into the frame; every rendering brings new tokens and a new sid. */
export function buildOpenForm(portal: Portal, input: OpenInput): OpenForm {
  if (!portal.installation.isAdded) {
    throw new ControlError(409, "the application is not on this portal");
  }
  const appSid = randomBytes(16).toString("hex");
  const { access, refresh } = portal.issueTokens({ userId: input.userId, source: "open" });
  const { installation, settings } = portal;
  const query = new URLSearchParams({
    DOMAIN: portal.domain,
    PROTOCOL: "0",
    LANG: input.lang,
    APP_SID: appSid,
  });
  const target = targetOf(portal, input);
  const fields: Record<string, string> = {
    AUTH_ID: access.value,
    AUTH_EXPIRES: String(portal.cloud.tokens.settings.accessLifetimeSeconds),
    REFRESH_ID: refresh.value,
  };
  if (!settings.isLegacyOpen) {
    fields.SERVER_ENDPOINT = portal.cloud.serverEndpoint;
    fields.APPLICATION_TOKEN = installation.applicationToken;
    fields.APPLICATION_SCOPE = installation.scopeText;
  }
  fields.member_id = portal.memberId;
  fields.status = installation.status;
  fields.PLACEMENT = input.placement;
  const options = optionsText(input);
  if (options !== null) fields.PLACEMENT_OPTIONS = options;
  return {
    action: `${target}${target.includes("?") ? "&" : "?"}${query.toString()}`,
    fields,
    appSid,
    frameName: `${portal.domain}|0|${appSid}`,
    isInstaller: !installation.isInstalled,
  };
}
