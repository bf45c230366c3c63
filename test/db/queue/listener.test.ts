import { createServer, connect, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { openListener } from "../../../lib/queue/index.ts";
import { createTestDb, until } from "../../support/index.ts";

const { db, url } = await createTestDb();

async function notify(): Promise<void> {
  await db.$queryRaw`SELECT pg_notify('lane', 'x')::text`;
}

function makeCounter() {
  const counter = { messages: 0, rebuilds: 0 };
  return {
    counter,
    subscription: {
      onNotify: () => void (counter.messages += 1),
      onRebuild: () => void (counter.rebuilds += 1),
    },
  };
}

/** A way to the database that can fall silent without closing: a half-open connection. */
async function openProxy(): Promise<{ url: string; freeze(): void; close(): void }> {
  const target = new URL(url);
  const sockets: Socket[] = [];
  let isFrozen = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    sockets.push(client, upstream);
    for (const socket of [client, upstream]) socket.on("error", () => undefined);
    const pass = (from: Socket, to: Socket) =>
      from.on("data", (chunk) => {
        if (!isFrozen || !sockets.slice(0, 2).includes(from)) to.write(chunk);
      });
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const proxied = new URL(url);
  proxied.hostname = "127.0.0.1";
  proxied.port = String(typeof address === "object" ? address?.port : "");
  return {
    url: proxied.href,
    // Only the first connection dies; the next one works.
    freeze: () => void (isFrozen = true),
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe("the listener", () => {
  test("hears messages and hears again after its connection was ended", async () => {
    const { counter, subscription } = makeCounter();
    const listener = openListener({ url });
    await listener.listen("lane", subscription);
    await notify();
    await until(() => counter.messages === 1);

    await db.$queryRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'logbook listener' AND datname = current_database()`;
    await until(() => counter.rebuilds === 2);
    await notify();
    await until(() => counter.messages === 2);

    await listener.close();
  });

  test("notices a connection that fell silent and rebuilds it", async () => {
    const proxy = await openProxy();
    const { counter, subscription } = makeCounter();
    const listener = openListener({ url: proxy.url, checkEveryMs: 200 });
    await listener.listen("lane", subscription);

    proxy.freeze();
    await until(() => counter.rebuilds >= 2);
    await notify();
    await until(() => counter.messages === 1);

    await listener.close();
    proxy.close();
    expect(counter.rebuilds).toBe(2);
  });

  test("takes up a subscription that was lost on a living connection", async () => {
    const { counter, subscription } = makeCounter();
    const listener = openListener({ url, checkEveryMs: 100 });
    const { close } = await listener.listen("lane", subscription);
    await close();
    await listener.listen("lane", subscription);

    await notify();
    await until(() => counter.messages === 1);

    await listener.close();
    expect(counter.messages).toBe(1);
  });
});
