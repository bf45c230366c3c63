import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stepCall } from "../../../support/doors.ts";
import { makePortal, until } from "../../../support/index.ts";
import { PATH, startOutageBed } from "./outage-bed.ts";

// A call waits 3 s for the database; a statement without an answer would be given up after 13 s.
const MAX_ANSWER_MS = 4_000;
// It is looked at every second; what a process that is gone has left is taken over after 30 s.
const MAX_STORE_MS = 5_000;
const { server, open, dataDir, callFiles, linesOnDisk, withDb, countRuns, untilStored } =
  await startOutageBed();

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
    expect(statSync(join(dataDir(), "spool")).mode & 0o777).toBe(0o700);
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
    expect(readdirSync(dataDir())).not.toContain("spool");
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
    mkdirSync(join(dataDir(), "spool"));
    writeFileSync(join(dataDir(), "spool", "filler"), "");
    truncateSync(join(dataDir(), "spool", "filler"), 64 * 1024 * 1024);
    await server.stop();

    const answer = await doors.post(PATH, stepCall(made));

    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(callFiles()).toEqual([]);
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
    expect(readdirSync(dataDir())).not.toContain("spool");
  });

  test("a form that is no call is refused as ever, and nothing of it is kept", async () => {
    const doors = await open();
    await server.stop();

    const answer = await doors.post(PATH, { code: "logbook_search" });

    expect(answer.status).toBe(400);
    expect(readdirSync(dataDir())).not.toContain("spool");
  });
});
