import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashSecret, migrate, openDb, type RootDb } from "../../../../lib/db/index.ts";
import { installQueues } from "../../../../lib/queue/index.ts";
import { startDoors, stepCall, type Doors } from "../../../support/doors.ts";
import { makePortal, until } from "../../../support/index.ts";
import { startOwnPostgres } from "../../../support/own-postgres.ts";
import { makeTempDir } from "../../../support/temp-dir.ts";

// A call waits 3 s for the database; a statement without an answer would be given up after 13 s.
const MAX_ANSWER_MS = 4_000;
// It is looked at every second; what a process that is gone has left is taken over after 30 s.
const MAX_STORE_MS = 5_000;

const PATH = "/b24/activity/logbook_search";

const server = await startOwnPostgres();
await migrate(server.url);
await installQueues(server.url);

let dataDir = "";
let running: Doors[] = [];

beforeEach(() => {
  dataDir = makeTempDir("logbook-spool-");
});

afterEach(async () => {
  for (const doors of running) await doors.kill();
  running = [];
  server.thaw();
  await server.start();
  rmSync(dataDir, { recursive: true, force: true });
});

async function open(env: Record<string, string> = {}): Promise<Doors> {
  const doors = await startDoors({ databaseUrl: server.url, dataDir, env });
  running.push(doors);
  return doors;
}

async function withDb<T>(work: (db: RootDb) => Promise<T>): Promise<T> {
  const { db, close } = openDb({ url: server.url, maxConnections: 2 });
  try {
    return await work(db);
  } finally {
    await close();
  }
}

function callFiles(): string[] {
  return readdirSync(join(dataDir, "spool"))
    .filter((name) => name.endsWith(".calls"))
    .map((name) => join(dataDir, "spool", name));
}

function linesOnDisk(): number {
  return callFiles().reduce(
    (sum, path) => sum + readFileSync(path, "utf8").split("\n").filter(Boolean).length,
    0,
  );
}

async function countRuns(form: Record<string, string>): Promise<number> {
  const tokenHash = hashSecret(form["event_token"] ?? "");
  return withDb(async (db) => db.run.count({ where: { tokenHash } }));
}

async function untilStored(forms: Record<string, string>[]): Promise<number> {
  const startedAt = performance.now();
  const hashes = forms.map((form) => hashSecret(form["event_token"] ?? ""));
  await withDb(async (db) =>
    until(
      async () =>
        (await db.run.count({ where: { tokenHash: { in: hashes } } })) === forms.length &&
        callFiles().length === 0,
      { timeoutMs: 60_000, what: "all calls to be runs" },
    ),
  );
  return performance.now() - startedAt;
}

describe("a step's call while the database is away", () => {
  test("is answered with 200, kept sealed on disk, and becomes one run soon after the return", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const doors = await open();
    const call = stepCall(made);
    await server.stop();

    const startedAt = performance.now();
    const answer = await doors.post(PATH, call);
    const answeredMs = performance.now() - startedAt;
    const [path = ""] = callFiles();
    const onDisk = readFileSync(path, "utf8");
    await server.start();
    const storedMs = await untilStored([call]);
    const again = await doors.post(PATH, call);

    expect(answer.status).toBe(200);
    expect(answeredMs).toBeLessThan(MAX_ANSWER_MS);
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
    expect(onDisk).toMatch(/^v1\.k1\.[\w-]+\n$/);
    expect(storedMs).toBeLessThan(MAX_STORE_MS);
    expect(again.status).toBe(200);
    expect(await countRuns(call)).toBe(1);
  });

  test("is kept in a file that only its owner may read, and later calls do not wait again", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const doors = await open();
    await server.crash();
    await doors.post(PATH, stepCall(made));
    await until(async () => {
      const startedAt = performance.now();
      await doors.post(PATH, stepCall(made));
      // The first one waited 3 s.
      return performance.now() - startedAt < 1_500;
    });

    const modes = callFiles().map((path) => statSync(path).mode & 0o777);

    expect(new Set(modes)).toEqual(new Set([0o600]));
    expect(statSync(join(dataDir, "spool")).mode & 0o777).toBe(0o700);
  });

  test("is handled inside the request when the database is back within 3 s", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const doors = await open();
    const call = stepCall(made);
    await server.crash();

    const answering = doors.post(PATH, call);
    await server.start();
    const answer = await answering;

    expect(answer.status).toBe(200);
    expect(await countRuns(call)).toBe(1);
    expect(readdirSync(dataDir)).not.toContain("spool");
  });

  test("is proven only when it is handled: a forged one leaves no trace, a true uninstall takes effect", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const doors = await open();
    const forged = stepCall(made, { "auth[application_token]": "0".repeat(32) });
    const last = stepCall(made);
    await server.stop();

    const statuses = await Promise.all([
      doors.post(PATH, forged),
      doors.post(PATH, last),
      doors.post("/b24/event", {
        event: "ONAPPUNINSTALL",
        "data[CLEAN]": "0",
        "auth[member_id]": made.portal.memberId,
        "auth[application_token]": made.applicationToken,
      }),
    ]).then((answers) => answers.map(({ status }) => status));
    await server.start();
    await untilStored([last]);

    expect(statuses).toEqual([200, 200, 200]);
    expect(await countRuns(forged)).toBe(0);
    const row = await withDb(async (db) =>
      db.portal.findUniqueOrThrow({ where: { id: made.portal.id } }),
    );
    expect(row.state).toBe("suspended");
  });

  test("is kept when the database hangs, and what comes through late makes no second run", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const doors = await open();
    const call = stepCall(made);
    server.freeze();

    const startedAt = performance.now();
    const answer = await doors.post(PATH, call);
    const answeredMs = performance.now() - startedAt;
    const kept = linesOnDisk();
    server.thaw();
    await untilStored([call]);

    expect(answer.status).toBe(200);
    expect(answeredMs).toBeLessThan(MAX_ANSWER_MS);
    expect(kept).toBe(1);
  });

  test("is refused with 503 and a time to come again when there is no room left", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const doors = await open();
    mkdirSync(join(dataDir, "spool"));
    writeFileSync(join(dataDir, "spool", "filler"), "");
    truncateSync(join(dataDir, "spool", "filler"), 64 * 1024 * 1024);
    await server.stop();

    const answer = await doors.post(PATH, stepCall(made));

    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(callFiles()).toEqual([]);
  });

  test("survives the death of its process; a line that was torn then is skipped", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const first = await open();
    const calls = Array.from({ length: 5 }, () => stepCall(made));
    await server.stop();
    for (const call of calls) expect((await first.post(PATH, call)).status).toBe(200);
    await first.kill();
    const [path = ""] = callFiles();
    truncateSync(path, statSync(path).size - 40);
    await server.start();

    await open();
    await untilStored(calls.slice(0, 4));

    expect(await countRuns(calls[4] ?? {})).toBe(0);
  });

  test("killed while it keeps many calls, a process loses none that it had acknowledged", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const first = await open();
    await server.stop();
    const acknowledged: Record<string, string>[] = [];
    const clients = Array.from({ length: 8 }, async () => {
      for (;;) {
        const call = stepCall(made);
        const status = await first.post(PATH, call).then(
          (answer) => answer.status,
          () => 0,
        );
        if (status !== 200) return;
        acknowledged.push(call);
      }
    });
    await until(() => acknowledged.length > 100);
    await first.kill();
    await Promise.all(clients);
    await server.start();

    await open();
    await untilStored(acknowledged);
    const total = await withDb(async (db) => db.run.count({ where: { portalId: made.portal.id } }));

    expect(total).toBeGreaterThanOrEqual(acknowledged.length);
    expect(total).toBeLessThanOrEqual(acknowledged.length + clients.length);
  });

  test("two processes on one folder keep apart, and one takes over what the other left", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const [left, right] = [await open(), await open()];
    const calls = Array.from({ length: 12 }, () => stepCall(made));
    await server.stop();
    const statuses = await Promise.all(
      calls.map(async (call, index) => (await (index % 2 ? left : right).post(PATH, call)).status),
    );
    const files = callFiles().length;
    const lines = linesOnDisk();
    await left.kill();
    await server.start();

    await untilStored(calls);
    const jobs = await withDb(async (db) => {
      const runs = await db.run.findMany({ where: { portalId: made.portal.id } });
      const ids = runs.map(({ id }) => id);
      return db.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS count FROM pgboss.job WHERE data->>'runId' = ANY(${ids})`;
    });

    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(files).toBe(2);
    expect(lines).toBe(12);
    expect(jobs).toEqual([{ count: 12 }]);
  });

  test("that fails for a reason of ours is kept with the database up, and stored once that is over", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const doors = await open();
    const call = stepCall(made);
    await withDb(async (db) => db.$executeRaw`ALTER TABLE run RENAME TO run_elsewhere`);

    const answer = await doors.post(PATH, call);
    const kept = linesOnDisk();
    await doors.kill();
    await withDb(async (db) => db.$executeRaw`ALTER TABLE run_elsewhere RENAME TO run`);
    await open();
    await untilStored([call]);

    expect(answer.status).toBe(200);
    expect(kept).toBe(1);
    expect(await countRuns(call)).toBe(1);
  });

  test("for a step that is not there is refused with the database up, and not kept", async () => {
    const made = await withDb(async (db) => makePortal(db));
    const doors = await open();

    const answer = await doors.post("/b24/activity/gone", stepCall(made, { code: "gone" }));

    expect(answer.status).toBe(404);
    expect(readdirSync(dataDir)).not.toContain("spool");
  });

  test("a form that is no call is refused as ever, and nothing of it is kept", async () => {
    const doors = await open();
    await server.stop();

    const answer = await doors.post(PATH, { code: "logbook_search" });

    expect(answer.status).toBe(400);
    expect(readdirSync(dataDir)).not.toContain("spool");
  });
});
