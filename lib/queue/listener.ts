import pg from "pg";
import { dropIdle } from "../db/index.ts";
import { log } from "../log.ts";

const CHECK_EVERY_MS = 10_000;
const ANSWER_LIMIT_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;

interface Subscription {
  onNotify(payload: string): void;
  /** After every (re)connection: messages may have been missed, look at everything. */
  onRebuild(): void;
}

export interface Listener {
  listen(channel: string, subscription: Subscription): Promise<{ close(): Promise<void> }>;
  close(): Promise<void>;
}

/**
 * One connection for LISTEN, checked every 10 s and rebuilt when it does not answer in 5 s. A lost message only
 * costs time: whoever listens polls too.
 */
export function openListener(input: { url: string; checkEveryMs?: number }): Listener {
  const subscriptions = new Map<string, Subscription>();
  const keeper = new Keeper(input.url, subscriptions, input.checkEveryMs ?? CHECK_EVERY_MS);
  return {
    listen: async (channel, subscription) => {
      subscriptions.set(channel, subscription);
      await keeper.subscribe(channel);
      return {
        close: async () => {
          subscriptions.delete(channel);
          await keeper.unsubscribe(channel);
        },
      };
    },
    close: async () => keeper.close(),
  };
}

class Keeper {
  readonly #url: string;
  readonly #subscriptions: Map<string, Subscription>;
  readonly #checkEveryMs: number;
  #client: pg.Client | undefined;
  #round: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #isClosed = false;

  constructor(url: string, subscriptions: Map<string, Subscription>, checkEveryMs: number) {
    this.#url = url;
    this.#subscriptions = subscriptions;
    this.#checkEveryMs = checkEveryMs;
  }

  async subscribe(channel: string): Promise<void> {
    await this.#round;
    if (this.#client === undefined) await this.#keep();
    else await listenTo(this.#client, channel);
  }

  async unsubscribe(channel: string): Promise<void> {
    try {
      await this.#client?.query(`UNLISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      log("debug", "listener.unlisten_failed", { error });
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#round;
    await this.#client?.end();
    this.#client = undefined;
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#keep(), ms);
  }

  // One round at a time: connect, or prove that the connection still hears.
  async #keep(): Promise<void> {
    this.#round ??= this.#connectOrCheck().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async #connectOrCheck(): Promise<void> {
    try {
      if (this.#client === undefined) await this.#connect();
      else await check(this.#client, [...this.#subscriptions.keys()]);
      this.#failures = 0;
      this.#wait(this.#checkEveryMs);
    } catch (error) {
      this.#failures += 1;
      log("warn", "listener.lost", { error, failures: this.#failures });
      // It looks more often than statements wait: whoever is woken by the next connection needs living ones.
      if (error instanceof Error && !(error instanceof pg.DatabaseError)) dropIdle(error);
      this.#drop();
      this.#wait(Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures));
    }
  }

  async #connect(): Promise<void> {
    const next = newClient(this.#url);
    next.on("notification", ({ channel, payload }) => {
      this.#subscriptions.get(channel)?.onNotify(payload ?? "");
    });
    next.on("error", (error) => {
      if (this.#client !== next) return;
      log("warn", "listener.lost", { error });
      this.#drop();
      this.#wait(FIRST_PAUSE_MS);
    });
    try {
      await next.connect();
      for (const channel of this.#subscriptions.keys()) await listenTo(next, channel);
    } catch (error) {
      endQuietly(next);
      throw error;
    }
    this.#client = next;
    for (const { onRebuild } of this.#subscriptions.values()) onRebuild();
  }

  #drop(): void {
    if (this.#client !== undefined) endQuietly(this.#client);
    this.#client = undefined;
  }
}

function newClient(url: string): pg.Client {
  return new pg.Client({
    connectionString: url,
    application_name: "logbook listener",
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: ANSWER_LIMIT_MS,
    query_timeout: ANSWER_LIMIT_MS,
  });
}

async function listenTo(client: pg.Client, channel: string): Promise<void> {
  await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
}

// A pooler or a restart in between may have dropped the subscription without dropping the connection.
async function check(client: pg.Client, channels: string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT name FROM pg_listening_channels() AS name",
  );
  const heard = new Set(rows.map((row) => row.name));
  for (const channel of channels) {
    if (!heard.has(channel)) await listenTo(client, channel);
  }
}

// A half-open connection never answers the goodbye; nobody waits for it.
function endQuietly(client: pg.Client): void {
  client.removeAllListeners("notification");
  client.on("error", () => undefined);
  client.end().catch((error: unknown) => {
    log("debug", "listener.end_failed", { error });
  });
}
