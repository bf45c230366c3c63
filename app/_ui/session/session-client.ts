import type { SessionView } from "../../../lib/portals/shared.ts";
import { Problem, readProblem } from "./problem.ts";

export interface SessionDeps {
  portalKey: string;
  /** Language of the page; a session that is opened with the person's token keeps it. */
  lang: string;
  fetch(path: string, init: RequestInit): Promise<Response>;
  /** A fresh access token of the person in the frame; rejects outside a portal. */
  refreshAuth(): Promise<string>;
  onSession(session: SessionView, isOtherPerson: boolean): void;
  onLost(problem: Problem): void;
  /** The person may see nothing any more: the right is gone, or the application from the portal. */
  onRefused(problem: Problem): void;
  /** Build that this page came from; null where it was not built. */
  build(): string | null;
  /** Whether the server is of another build than the one this page came from. */
  onVersion(isOther: boolean): void;
}

export interface ApiRequest {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

interface Proof {
  ticket?: string;
  authId?: string;
  lang?: string;
}

/** Keeps the header token in memory only; a 401 is answered by one renewal and one repeat. */
export class SessionClient {
  readonly #deps: SessionDeps;
  #session: SessionView | null = null;
  #token: string | null = null;
  #clockOffsetMs = 0;
  /** Build of the last answer where it was another one than the page's. */
  #otherBuild: string | null = null;
  #isOld = false;
  #opening: Promise<SessionView> | null = null;
  #renewing: Promise<SessionView> | null = null;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
  }

  /** By the ticket of this load, else by the cookie, else by the person's token from the portal. */
  open(ticket: string | null): Promise<SessionView> {
    this.#opening ??= this.#tryProofs(ticket).catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  renew(): Promise<SessionView> {
    this.#renewing ??= this.#deps
      .refreshAuth()
      .catch(notEmbedded)
      .then((authId) => this.#exchange({ authId, lang: this.#session?.lang ?? this.#deps.lang }))
      .finally(() => {
        this.#renewing = null;
      });
    return this.#renewing;
  }

  async request<T>(path: string, input: ApiRequest = {}): Promise<T> {
    const sent = this.#token;
    let response = await this.#send(path, input);
    if (response.status === 401) {
      // Another request may have had it renewed while this one was on its way.
      if (this.#token === sent) await this.#renewOrLose();
      response = await this.#send(path, input);
    }
    if (!response.ok) {
      const problem = await readProblem(response);
      if (problem.code === "forbidden") this.#deps.onRefused(problem);
      throw problem;
    }
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  async #renewOrLose(): Promise<void> {
    await this.renew().catch((error: unknown) => {
      if (error instanceof Problem && error.status === 401) this.#deps.onLost(error);
      throw error;
    });
  }

  /** Server clock minus this machine's clock, from the last answer's `Date`. */
  clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  async #tryProofs(ticket: string | null): Promise<SessionView> {
    const proofs = ticket === null ? [{}] : [{ ticket }, {}];
    for (const proof of proofs) {
      const session = await this.#exchange(proof).catch(nullWhenRefused);
      if (session !== null) return session;
    }
    return this.renew();
  }

  async #exchange(proof: Proof): Promise<SessionView> {
    const body = { portalKey: this.#deps.portalKey, ...proof };
    const response = await this.#send("/api/session", { method: "POST", body });
    if (!response.ok) throw await readProblem(response);
    const session = (await response.json()) as SessionView;
    const isOtherPerson = this.#session !== null && this.#session.user.id !== session.user.id;
    this.#token = session.sessionToken;
    this.#session = session;
    this.#deps.onSession(session, isOtherPerson);
    return session;
  }

  async #send(path: string, input: ApiRequest): Promise<Response> {
    const init: RequestInit = {
      method: input.method ?? "GET",
      headers: this.#headers(input),
      body: input.body === undefined ? null : JSON.stringify(input.body),
      signal: input.signal ?? null,
      cache: "no-store",
      credentials: "same-origin",
    };
    try {
      const response = await this.#deps.fetch(path, init);
      const at = Date.parse(response.headers.get("date") ?? "");
      if (!Number.isNaN(at)) this.#clockOffsetMs = at - Date.now();
      this.#noteBuild(response.headers.get("x-logbook-build"));
      return response;
    } catch (error) {
      if (input.signal?.aborted === true) throw error;
      throw new Problem({ status: 0 });
    }
  }

  #noteBuild(build: string | null): void {
    const own = this.#deps.build();
    if (build === null || own === null) return;
    const isOther = build !== own;
    // One answer alone may be of a server that is just being replaced.
    const isOld = isOther && (this.#isOld || build === this.#otherBuild);
    this.#otherBuild = isOther ? build : null;
    if (isOld === this.#isOld) return;
    this.#isOld = isOld;
    this.#deps.onVersion(isOld);
  }

  #headers(input: ApiRequest): Record<string, string> {
    const headers: Record<string, string> = {
      ...input.headers,
      Accept: "application/json",
      "X-Logbook-Portal": this.#deps.portalKey,
    };
    if (this.#token !== null) headers["X-Logbook-Session"] = this.#token;
    if (input.method !== undefined && input.method !== "GET") headers["X-Logbook"] = "1";
    if (input.body !== undefined) headers["Content-Type"] = "application/json";
    return headers;
  }
}

function nullWhenRefused(error: unknown): null {
  if (error instanceof Problem && error.status === 401) return null;
  throw error;
}

function notEmbedded(): never {
  throw new Problem({ status: 401 });
}
