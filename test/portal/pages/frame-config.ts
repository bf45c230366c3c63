import type { PortalPagesApi } from "../contract.ts";
import { html, jsonScript, type Markup } from "./markup.ts";
import { firstRunKey, memoryOf } from "./memory.ts";
import type { Visit } from "./visit.ts";

/** Everything the browser side needs to open one frame of the app and to answer it. */
export interface FrameConfig {
  kind: "page" | "slider" | "settings";
  appSid: string;
  appOrigin: string;
  frameName: string;
  action: string;
  fields: Record<string, string>;
  initData: InitData;
  /** Ids that setPropertyValue may set, in the settings dialog of a step. */
  propertyIds: string[];
}

export interface InitData {
  LANG: string;
  DOMAIN: string;
  PROTOCOL: 0 | 1;
  PATH: "/rest";
  AUTH_ID: string;
  AUTH_EXPIRES: number;
  REFRESH_ID: string;
  MEMBER_ID: string;
  FIRST_RUN: boolean;
  IS_ADMIN: boolean;
  INSTALL: boolean;
  USER_OPTIONS: Record<string, unknown> | [];
  APP_OPTIONS: Record<string, unknown> | [];
  PLACEMENT: string;
  PLACEMENT_OPTIONS: Record<string, unknown> | "";
}

export interface FrameRequest {
  kind: FrameConfig["kind"];
  placement: string;
  options: Record<string, unknown>;
  handler?: string;
  propertyIds?: string[];
}

export function openFrame(
  portal: PortalPagesApi,
  visit: Visit,
  request: FrameRequest,
): FrameConfig {
  const { placement, options, handler } = request;
  const form = portal.openForm({
    userId: visit.user.id,
    lang: visit.lang,
    placement,
    options,
    ...(handler === undefined ? {} : { handler }),
  });
  return {
    kind: request.kind,
    appSid: form.appSid,
    appOrigin: new URL(form.action).origin,
    frameName: form.frameName,
    action: form.action,
    fields: form.fields,
    propertyIds: request.propertyIds ?? [],
    initData: {
      LANG: visit.lang,
      DOMAIN: new URL(portal.origin).host,
      PROTOCOL: portal.origin.startsWith("https:") ? 1 : 0,
      PATH: "/rest",
      AUTH_ID: form.fields.AUTH_ID ?? "",
      AUTH_EXPIRES: Number(form.fields.AUTH_EXPIRES ?? 0),
      REFRESH_ID: form.fields.REFRESH_ID ?? "",
      MEMBER_ID: portal.memberId,
      FIRST_RUN: !memoryOf(portal).firstRuns.has(firstRunKey(portal, visit.user.id)),
      IS_ADMIN: visit.user.isAdmin,
      INSTALL: form.isInstaller,
      USER_OPTIONS: likePhp(portal.userOptions(visit.user.id)),
      APP_OPTIONS: likePhp(portal.appOptions()),
      PLACEMENT: placement,
      PLACEMENT_OPTIONS: Object.keys(options).length === 0 ? "" : options,
    },
  };
}

/** The frame, the hidden form that opens it and what the host script answers from. */
export function frameMarkup(config: FrameConfig, input: { id: string; title: string }): Markup {
  return html`<iframe
      class="app-frame frame-${config.kind}"
      id="${input.id}"
      name="${config.frameName}"
      title="${input.title}"
      data-testid="${input.id}"
      allow="geolocation *; microphone *; camera *; autoplay *"
    ></iframe>
    <form
      method="post"
      action="${config.action}"
      target="${config.frameName}"
      data-frame="${input.id}"
      hidden
    >
      ${Object.entries(config.fields).map(
        ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
      )}
    </form>
    ${jsonScript(`${input.id}-config`, config)}`;
}

/** Texts the host script shows, and people its dialogs offer. */
export function hostData(portal: PortalPagesApi, visit: Visit): Markup {
  const t = visit.texts;
  const people = portal.users().filter((user) => user.isActive);
  return jsonScript("host-data", {
    appId: portal.app().id,
    isAdmin: visit.user.isAdmin,
    people: people.map(({ id, name, lastName }) => ({ id, name, lastName })),
    texts: {
      close: t.close,
      cancel: t.cancel,
      select: t.select,
      selectUser: t.selectUser,
      selectAccess: t.selectAccess,
      selectCrm: t.selectCrm,
      refreshFailed: t.refreshFailed,
      imIgnored: t.imIgnored,
    },
  });
}

function likePhp(options: Record<string, unknown>): Record<string, unknown> | [] {
  return Object.keys(options).length === 0 ? [] : options;
}
