import { createHash } from "node:crypto";

import { TokenStore, type TokenRecord } from "./auth/token-store.ts";
import { handleAuthServer } from "./auth/auth-server.ts";
import { Clock } from "./clock.ts";
import { ControlError } from "./control/control-error.ts";
import { Faults } from "./faults.ts";
import { Journal } from "./journal.ts";
import { listenOnLoopback, type Listening } from "./net/listen.ts";
import { Portal } from "./portal.ts";
import { handlePortal } from "./portal-server.ts";
import type { Edition } from "./portal-settings.ts";
import { DeliveryQueue } from "./queue/delivery-queue.ts";

export interface PortalOptions {
  port?: number;
  memberId?: string;
  title?: string;
  edition?: Edition;
  entries?: number;
  scope?: string[];
}

export interface CloudOptions {
  authPort?: number;
  portals?: PortalOptions[];
  clientId?: string;
  clientSecret?: string;
  appUrl?: string;
  appCode?: string;
  appTitle?: string;
  seed?: number;
  log?: (line: string) => void;
}

const DEFAULT_SCOPE = ["bizproc", "main", "placement", "user_brief", "im"];

function derived(seed: number, label: string): string {
  return createHash("sha512")
    .update(`${String(seed)} ${label}`)
    .digest("hex");
}

/** One authorization server and the many portals that trust it. */
export class PortalCloud {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly application: { code: string; title: string };
  readonly clock = new Clock();
  readonly tokens = new TokenStore(this.clock);
  readonly journal = new Journal(() => this.clock.now());
  readonly faults = new Faults();
  readonly queue = new DeliveryQueue(this.journal);
  readonly #seed: number;
  readonly #log: (line: string) => void;
  readonly #portals = new Map<string, Portal>();
  readonly #listeners: Listening[] = [];
  #authPort = 0;
  #appUrl: string;

  constructor(options: CloudOptions) {
    this.#seed = options.seed ?? 1;
    this.#log = options.log ?? (() => undefined);
    this.#appUrl = options.appUrl ?? "http://127.0.0.1:3000";
    const digest = derived(this.#seed, "client");
    const digits = String(parseInt(digest.slice(20, 32), 16))
      .slice(0, 8)
      .padStart(8, "0");
    this.clientId = options.clientId ?? `app.${digest.slice(0, 14)}.${digits}`;
    this.clientSecret = options.clientSecret ?? derived(this.#seed, "secret").slice(0, 50);
    this.application = {
      code: options.appCode ?? "example.logbook",
      title: options.appTitle ?? "Logbook",
    };
  }

  async listen(authPort: number): Promise<void> {
    const listening = await listenOnLoopback((request, response) => {
      this.#guard(handleAuthServer(this, { request, response }), response);
    }, authPort);
    this.#authPort = listening.port;
    this.#listeners.push(listening);
  }

  #guard(work: Promise<void>, response: { destroy(): unknown }): void {
    work.catch((error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#log(`portal failure: ${text}`);
      response.destroy();
    });
  }

  get authHost(): string {
    return `localhost:${String(this.#authPort)}`;
  }

  get authOrigin(): string {
    return `http://${this.authHost}`;
  }

  get controlOrigin(): string {
    return this.authOrigin;
  }

  get serverEndpoint(): string {
    return `${this.authOrigin}/rest/`;
  }

  get appUrl(): string {
    return this.#appUrl;
  }

  setAppUrl(url: string): void {
    this.#appUrl = url.replace(/\/+$/, "");
  }

  get portals(): Portal[] {
    return [...this.#portals.values()];
  }

  findPortal(memberId: string): Portal | null {
    return this.#portals.get(memberId) ?? null;
  }

  portal(memberId: string): Portal {
    const portal = this.#portals.get(memberId);
    if (portal === undefined) throw new ControlError(404, `no portal ${memberId}`);
    return portal;
  }

  async addPortal(options: PortalOptions = {}): Promise<Portal> {
    const number = this.#portals.size + 1;
    const memberId =
      options.memberId ?? derived(this.#seed, `portal ${String(number)}`).slice(0, 32);
    if (this.#portals.has(memberId)) throw new ControlError(409, `portal ${memberId} exists`);
    const portal = new Portal(this, {
      memberId,
      title: options.title ?? `Example portal ${String(number)}`,
      edition: options.edition ?? "cloud",
      entries: options.entries ?? 2_000,
      seed: this.#seed * 1_000 + number,
      scope: options.scope ?? DEFAULT_SCOPE,
    });
    await this.#open(portal, options.port ?? 0);
    this.#portals.set(memberId, portal);
    return portal;
  }

  async #open(portal: Portal, port: number): Promise<void> {
    let ownPort = 0;
    const listening = await listenOnLoopback((request, response) => {
      this.#guard(handlePortal(portal, { request, response, port: ownPort }), response);
    }, port);
    ownPort = listening.port;
    portal.port = listening.port;
    this.#listeners.push(listening);
  }

  /** The portal gets a new address; the old one only redirects from now on. */
  async movePortal(portal: Portal, port = 0): Promise<void> {
    await this.#open(portal, port);
  }

  tokenList(memberId?: string): TokenRecord[] {
    return this.tokens.all(memberId);
  }

  async stop(): Promise<void> {
    this.queue.stop();
    for (const portal of this.#portals.values()) portal.stop();
    await Promise.all(this.#listeners.map((listening) => listening.stop()));
  }
}
