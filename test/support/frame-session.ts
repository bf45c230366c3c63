import { POST as openSession } from "../../app/api/session/route.ts";
import { POST as openApp } from "../../app/b24/open/route.ts";
import { env } from "../../lib/env.ts";
import type { SessionView } from "../../lib/portals/shared.ts";
import type { Portal } from "../portal/index.ts";
import { postForm } from "./post-form.ts";

type Handler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;

export interface FrameSession {
  view: SessionView;
  cookie: string;
  call<P>(
    handler: Handler<P>,
    input: { path: string; params?: P; method?: string; body?: unknown; portalKey?: string },
  ): Promise<Response>;
}

export async function sendSession(body: Record<string, unknown>, headers = {}): Promise<Response> {
  const url = new URL("/api/session", env().APP_URL);
  const own = { "content-type": "application/json", origin: env().APP_URL, "x-logbook": "1" };
  return openSession(
    new Request(url, {
      method: "POST",
      headers: { ...own, ...headers },
      body: JSON.stringify(body),
    }),
  );
}

/** The page address that opening the app leads to. */
export async function openPage(portal: Portal, userId: number): Promise<URL> {
  const form = portal.openForm({ userId, lang: "en", placement: "DEFAULT", options: {} });
  const { search } = new URL(form.action);
  const body = new URLSearchParams(form.fields).toString();
  const answer = await postForm(openApp, { path: `/b24/open${search}`, body });
  return new URL(answer.headers.get("location") ?? "", env().APP_URL);
}

/** Opens the app as a user of the local portal through the real doors. */
export async function openFrame(portal: Portal, userId = 1): Promise<FrameSession> {
  const page = await openPage(portal, userId);
  const portalKey = page.pathname.split("/")[2] ?? "";
  const answer = await sendSession({ portalKey, ticket: page.searchParams.get("t") });
  const view = (await answer.json()) as SessionView;
  return {
    view,
    cookie: (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "",
    call: async (handler, input) => {
      const request = new Request(new URL(input.path, env().APP_URL), {
        method: input.method ?? "GET",
        headers: {
          "content-type": "application/json",
          "x-logbook-portal": input.portalKey ?? view.portal.key,
          "x-logbook-session": view.sessionToken,
        },
        ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
      });
      return handler(request, { params: Promise.resolve(input.params ?? ({} as never)) });
    },
  };
}
