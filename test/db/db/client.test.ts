import { createServer, connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { openDb, runCompiled, withTx } from "../../../lib/db/index.ts";
import type { Db } from "../../../lib/db/index.ts";
import { createTestDb, makePortal } from "../../support/index.ts";

const { db, url } = await createTestDb();

describe("withTx", () => {
  test("commits what its work did", async () => {
    const { portal } = await withTx(db, (tx) => makePortal(tx));

    expect(await db.portalAdmin.count({ where: { portalId: portal.id } })).toBe(1);
  });

  test("undoes everything when the work fails", async () => {
    const before = await db.portal.count();

    const failing = withTx(db, async (tx) => {
      await makePortal(tx);
      throw new Error("planned");
    });

    await expect(failing).rejects.toThrow("planned");
    expect(await db.portal.count()).toBe(before);
  });

  test("joins a transaction that is already open, so that both undo together", async () => {
    const before = await db.portal.count();

    const failing = withTx(db, async (tx) => {
      await withTx(tx, (inner) => makePortal(inner));
      throw new Error("planned");
    });

    await expect(failing).rejects.toThrow("planned");
    expect(await db.portal.count()).toBe(before);
  });

  test("repeats work that lost a deadlock", async () => {
    const first = await makePortal(db);
    const second = await makePortal(db);
    const meet = meetingOf(2);
    let works = 0;
    const lockBoth = (ids: bigint[]) =>
      withTx(db, async (tx) => {
        works += 1;
        await rename(tx, ids[0] ?? 0n);
        await meet();
        await rename(tx, ids[1] ?? 0n);
      });

    await Promise.all([
      lockBoth([first.portal.id, second.portal.id]),
      lockBoth([second.portal.id, first.portal.id]),
    ]);

    expect(works).toBe(3);
    expect(await db.portal.count({ where: { license: "deadlock" } })).toBe(2);
  });

  test("gives a lost race up after three tries and passes other errors on at once", async () => {
    let tries = 0;
    const fail = (code: string) =>
      withTx(db, async (tx) => {
        tries += 1;
        await tx.$executeRawUnsafe(
          `DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '${code}'; END $$`,
        );
      });

    await expect(fail("40001")).rejects.toThrow();
    expect(tries).toBe(3);
    tries = 0;
    await expect(fail("23505")).rejects.toThrow();
    expect(tries).toBe(1);
  });
});

async function rename(tx: Db, id: bigint): Promise<void> {
  await tx.$executeRaw`UPDATE portal SET license = 'deadlock' WHERE id = ${id}`;
}

function meetingOf(count: number): () => Promise<void> {
  let open: (() => void) | undefined;
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    count -= 1;
    if (count <= 0) open?.();
    await all;
  };
}

describe("runCompiled", () => {
  test("passes values as parameters of every kind and returns plain rows", async () => {
    const hostile = "'; DROP TABLE portal; --";
    const at = new Date("2026-01-02T03:04:05.678Z");

    const rows = await runCompiled<Record<string, unknown>>(db, {
      text: "SELECT $1::text AS text, $2::bigint AS id, $3::timestamptz AS at, $4::text[] AS list",
      values: [hostile, 9_007_199_254_740_993n, at, ["a", "b'"]],
    });

    expect(rows).toEqual([{ text: hostile, id: 9_007_199_254_740_993n, at, list: ["a", "b'"] }]);
  });
});

describe.concurrent("connections", () => {
  test("carry the limits of statement and idle transaction", async ({ expect }) => {
    const rows = await db.$queryRaw<{ name: string; setting: string }[]>`
      SELECT name, setting FROM pg_settings
      WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout') ORDER BY name`;

    expect(rows).toEqual([
      { name: "idle_in_transaction_session_timeout", setting: "20000" },
      { name: "statement_timeout", setting: "10000" },
    ]);
  });

  test("whose statement got no answer are not used again, also inside a transaction", async ({
    onTestFinished,
    expect,
  }) => {
    const line = await brittleLine(url);
    onTestFinished(line.end);
    const one = openDb({ url: line.url, maxConnections: 1 });
    onTestFinished(() => one.close());
    const backend = () => one.db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const [before] = await backend();

    const hanging = withTx(one.db, async (tx) => {
      await tx.$queryRaw`SELECT 1`;
      line.freeze();
      await tx.$queryRaw`SELECT 2`;
    });
    const startedAt = Date.now();
    await expect(hanging).rejects.toThrow();
    const waitedMs = Date.now() - startedAt;
    const [after] = await backend();

    // Its limit is 13 s; such a connection would stand for many minutes.
    expect(waitedMs).toBeLessThan(15_000);
    expect(after?.pid).not.toBe(before?.pid);
  });

  test("at rest beside one whose statement got no answer are not tried one after the other", async ({
    onTestFinished,
    expect,
  }) => {
    const line = await brittleLine(url);
    onTestFinished(line.end);
    const some = openDb({ url: line.url, maxConnections: 4 });
    onTestFinished(() => some.close());
    const backend = () => some.db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    const meet = () => some.db.$queryRaw`SELECT 1 AS one FROM pg_sleep(0.3)`;
    await Promise.all([meet(), meet(), meet(), meet()]);

    line.freeze();
    await expect(backend()).rejects.toThrow();
    const after = await Promise.allSettled([backend(), backend(), backend(), backend()]);

    expect(after.map(({ status }) => status)).toEqual(Array(4).fill("fulfilled"));
  });

  test("that the server ended are replaced", async ({ onTestFinished, expect }) => {
    const one = openDb({ url, maxConnections: 1 });
    onTestFinished(() => one.close());
    const [row] = await one.db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;

    await db.$queryRaw`SELECT pg_terminate_backend(${row?.pid}::int)`;
    await expect.poll(() => one.db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });
});

/** A line to the database whose connections of the moment can be made half-open. */
async function brittleLine(target: string): Promise<{ url: string; freeze(): void; end(): void }> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      socket.on("error", () => near.destroy() && far.destroy());
      open.add(socket);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const end = () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  const address = new URL(target);
  address.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const freeze = () => {
    for (const socket of open) socket.unpipe().pause();
  };
  return { url: address.href, freeze, end };
}
