import { Agent, request, type ClientRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";

import type { Journal } from "../journal.ts";
import { buildPhpQuery } from "../net/php-query.ts";
import type { JsonMap } from "../php-values.ts";

export interface QueueSettings {
  delayMs: number;
  /** true or a share between 0 and 1. */
  duplicate: boolean | number;
  reorder: boolean;
  drop: boolean | number;
  omitTokens: boolean;
  /** How long an answer is waited for. */
  patienceMs: number;
}

export interface Delivery {
  memberId: string;
  kind: "event" | "activity";
  name: string;
  url: string;
  workflowId: string | null;
  form: JsonMap;
}

const CLIENT_TIMEOUT_MS = 5_000;
const TOKEN_KEYS = [
  "access_token",
  "refresh_token",
  "expires",
  "expires_in",
  "scope",
  "status",
  "user_id",
];

const happens = (share: boolean | number): boolean => {
  return typeof share === "boolean" ? share : Math.random() < share;
};

function withoutTokens(form: JsonMap): JsonMap {
  const auth = { ...(form.auth as JsonMap) };
  for (const key of TOKEN_KEYS) Reflect.deleteProperty(auth, key);
  return { ...form, auth };
}

/** The central queue servers: form bodies, 5 seconds of patience, never a second try. */
export class DeliveryQueue {
  readonly settings: QueueSettings = {
    delayMs: 20,
    duplicate: false,
    reorder: false,
    drop: false,
    omitTokens: false,
    patienceMs: CLIENT_TIMEOUT_MS,
  };
  readonly #journal: Journal;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 128 });
  readonly #tlsAgent = new TlsAgent({ keepAlive: true, maxSockets: 128 });
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #open = new Set<ClientRequest>();
  readonly #waiting = new Set<() => void>();
  #pending = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  enqueue(delivery: Delivery): void {
    const { settings } = this;
    const job = settings.omitTokens
      ? { ...delivery, form: withoutTokens(delivery.form) }
      : delivery;
    if (happens(settings.drop)) {
      this.#record(job, { status: null, ms: 0, error: "dropped", copy: 0, body: "" });
      return;
    }
    this.#schedule(job, 0);
    if (happens(settings.duplicate)) this.#schedule(job, 1);
  }

  #schedule(job: Delivery, copy: number): void {
    const spread = this.settings.reorder ? Math.random() * (this.settings.delayMs * 4 + 200) : 0;
    this.#pending += 1;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#send(job, copy);
    }, this.settings.delayMs + spread);
    this.#timers.add(timer);
  }

  #send(job: Delivery, copy: number): void {
    const { patienceMs } = this.settings;
    const body = buildPhpQuery(job.form);
    const startedAt = Date.now();
    const isTls = job.url.startsWith("https:");
    let isDone = false;
    const finish = (status: number | null, error: string | null): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(patience);
      this.#open.delete(call);
      this.#record(job, { status, ms: Date.now() - startedAt, error, copy, body });
      this.#settle();
    };
    const call = (isTls ? tlsRequest : request)(job.url, {
      method: "POST",
      agent: isTls ? this.#tlsAgent : this.#agent,
      headers: {
        "User-Agent": "Bitrix24 Webhook Engine",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": Buffer.byteLength(body),
      },
    });
    const patience = setTimeout(() => {
      this.#journal.violation({
        kind: "handler-slow",
        memberId: job.memberId,
        detail: `${job.kind} ${job.name}: no answer from ${job.url} within ${patienceMs / 1_000} s`,
      });
      finish(null, "timeout");
      call.destroy();
    }, patienceMs);
    this.#open.add(call);
    call.on("response", (response) => {
      response.on("end", () => {
        finish(response.statusCode ?? null, null);
      });
      response.on("error", (error) => {
        finish(response.statusCode ?? null, error.message);
      });
      response.resume();
    });
    call.on("error", (error) => {
      finish(null, error.message);
    });
    call.end(body);
  }

  #record(
    job: Delivery,
    outcome: {
      status: number | null;
      ms: number;
      error: string | null;
      copy: number;
      body: string;
    },
  ): void {
    const { memberId, kind, name, url, workflowId } = job;
    this.#journal.delivery({ memberId, kind, name, url, workflowId, ...outcome });
  }

  #settle(): void {
    this.#pending -= 1;
    if (this.#pending > 0) return;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void> {
    if (this.#pending === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const call of this.#open) call.destroy();
    this.#agent.destroy();
    this.#tlsAgent.destroy();
    this.#pending = 0;
    for (const wake of this.#waiting) wake();
  }
}
