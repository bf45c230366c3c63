import type { OpenForm } from "../portal/contract.ts";
import type { SessionView } from "../../lib/portals/shared.ts";

export interface Visit {
  session: SessionView;
  /** Address of the page that the portal's POST led to, without the ticket. */
  page: URL;
  contentPolicy: string;
  get<T>(path: string): Promise<T>;
  send<T>(method: "POST" | "PATCH", path: string, body?: unknown): Promise<T>;
}

/** Goes the way of a browser in the portal's frame: posts the form, follows it to the page, opens the session. */
export async function visitApp(appUrl: string, form: OpenForm): Promise<Visit> {
  const opened = await fetch(form.action, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form.fields),
    redirect: "manual",
  });
  if (opened.status !== 303) {
    throw new Error(`opening the app answered ${opened.status}: ${await opened.text()}`);
  }
  const page = new URL(opened.headers.get("location") ?? "", appUrl);
  const document = await fetch(page);
  if (document.status !== 200) throw new Error(`the page answered ${document.status}`);
  const portalKey = page.pathname.split("/")[2] ?? "";
  const ticket = page.searchParams.get("t");
  const answer = await fetch(new URL("/api/session", appUrl), {
    method: "POST",
    headers: { "content-type": "application/json", origin: appUrl, "x-logbook": "1" },
    body: JSON.stringify({ portalKey, ticket }),
  });
  const session = await readAnswer<SessionView>("the session", answer);
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    readAnswer<T>(
      `${method} ${path}`,
      await fetch(new URL(path, appUrl), {
        method,
        headers: {
          "x-logbook-portal": portalKey,
          "x-logbook-session": session.sessionToken,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  page.searchParams.delete("t");
  return {
    session,
    page,
    contentPolicy: document.headers.get("content-security-policy") ?? "",
    get: async (path) => call("GET", path),
    send: async (method, path, body) => call(method, path, body),
  };
}

async function readAnswer<T>(what: string, answer: Response): Promise<T> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${what} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as T;
}
