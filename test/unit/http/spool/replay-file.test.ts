import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { sealWith } from "../../../../lib/db/seal.ts";
import { AppError, notFound, unavailable } from "../../../../lib/errors.ts";
import { judgeReplay } from "../../../../lib/http/spool/process-spool.ts";
import { replayFile, type SpoolDoor } from "../../../../lib/http/spool/replay-file.ts";
import { openSpoolFolder } from "../../../../lib/http/spool/spool-folder.ts";
import { readLine, toLine, type SpooledCall } from "../../../../lib/http/spool/spooled-call.ts";

function call(requestId: string, overrides: Partial<SpooledCall> = {}): SpooledCall {
  const fixed = {
    door: "example",
    receivedAt: 0,
    answeredMs: 0,
    url: "http://localhost/",
    params: {},
    tries: 0,
  };
  return { ...fixed, requestId, body: "a=b", ...overrides };
}

function bed(content: string, { isReachable = true } = {}) {
  const dir = mkdtempSync(join(tmpdir(), "logbook-replay-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const folder = openSpoolFolder(dir);
  const path = folder.newFile();
  writeFileSync(path, content);
  const seen: string[] = [];
  const run = async (handle: SpoolDoor["handle"], together = 1) =>
    replayFile(path, {
      ...folder,
      judge: judgeReplay,
      isReachable: async () => Promise.resolve(isReachable),
      findDoor: (name) =>
        name === "example"
          ? {
              together,
              handle: async (one) => {
                seen.push(one.requestId);
                await handle(one);
              },
            }
          : undefined,
    });
  const left = () =>
    readdirSync(dir)
      .filter((name) => name.endsWith(".calls"))
      .flatMap((name) => readFileSync(join(dir, name), "utf8").split("\n"))
      .filter(Boolean)
      .map((line) => readLine(line));
  return { dir, path, seen, run, left };
}

const nothing = async (): Promise<void> => Promise.resolve();

describe("a file of kept calls", () => {
  test("is handled in its order and goes when all its calls are stored", async () => {
    const { run, seen, left } = bed(["1", "2", "3"].map((id) => toLine(call(id))).join(""));

    const report = await run(nothing);

    expect(report).toMatchObject({ stored: 3, kept: 0, leftIn: null });
    expect(seen).toEqual(["1", "2", "3"]);
    expect(left()).toEqual([]);
  });

  test("keeps what was not stored when the database goes away again in between", async () => {
    const lines = ["1", "2", "3"].map((id) => toLine(call(id)));
    const { run, seen, left } = bed(lines.join(""), { isReachable: false });

    const report = await run(async ({ requestId }) => {
      if (requestId === "2") throw unavailable("The database is away.");
      return Promise.resolve();
    });

    expect(report).toMatchObject({ stored: 1, kept: 2, isAway: true });
    expect(seen).toEqual(["1", "2"]);
    expect(left()).toMatchObject([{ call: { requestId: "2" } }, { call: { requestId: "3" } }]);
  });

  test("goes on behind a call that only looks as if the database were away, and counts its try", async () => {
    const lines = ["1", "2", "3"].map((id) => toLine(call(id)));
    const { run, seen, left } = bed(lines.join(""));

    const report = await run(async ({ requestId }) => {
      if (requestId === "1") throw new Error("an error of no class and no code");
      return Promise.resolve();
    });

    expect(report).toMatchObject({ stored: 2, failed: 1, kept: 1, isAway: false });
    expect(seen).toEqual(["1", "2", "3"]);
    expect(left()).toMatchObject([{ call: { requestId: "1", tries: 1 } }]);
  });

  test("skips and counts torn lines at its end and damaged ones inside", async () => {
    const good = toLine(call("1"));
    const torn = toLine(call("3")).slice(0, -30);
    const { run, left } = bed(`${good}v1.k1.damaged\n\u0000\u0001\n${toLine(call("2"))}${torn}`);

    const report = await run(nothing);

    expect(report).toMatchObject({ stored: 2, broken: 3, kept: 0 });
    expect(left()).toEqual([]);
  });

  test("lets a call go that would be refused at the door as well", async () => {
    const { run, left } = bed(toLine(call("1")));

    const report = await run(async () => Promise.reject(notFound("step", "gone")));

    expect(report).toMatchObject({ refused: 1, kept: 0 });
    expect(left()).toEqual([]);
  });

  test.each(["internal", "auth_lost", "portal_bad_request", "portal_unavailable"] as const)(
    "keeps a call that ended with %s, which is no fault of the call",
    async (code) => {
      const { run, left } = bed(toLine(call("1")));

      const report = await run(async () => Promise.reject(new AppError(code, "Not now.")));

      expect(report).toMatchObject({ failed: 1, kept: 1 });
      expect(left()).toMatchObject([{ call: { tries: 1 } }]);
    },
  );

  test("tries a call again that failed for a reason of its own, and sets it aside after ten times", async () => {
    const failing = async (): Promise<void> => Promise.reject(new TypeError("a bug"));
    const first = bed(toLine(call("1")));
    const tenth = bed(toLine(call("1", { tries: 9 })));

    const report = await first.run(failing);
    const lastReport = await tenth.run(failing);

    expect(report).toMatchObject({ failed: 1, kept: 1, givenUp: 0 });
    expect(first.left()).toMatchObject([{ call: { tries: 1 } }]);
    expect(lastReport).toMatchObject({ failed: 1, kept: 0, givenUp: 1 });
    expect(readdirSync(tenth.dir).filter((name) => name.endsWith(".given-up")).length).toBe(1);
  });

  test("sets a call aside although an earlier try did so half and failed, as on a full disk", async () => {
    const { run, path, left } = bed(toLine(call("1", { tries: 9 })));
    writeFileSync(`${path}.given-up`, toLine(call("1")).slice(0, 20));

    const report = await run(async () => Promise.reject(new TypeError("a bug")));
    const lines = readFileSync(`${path}.given-up`, "utf8").split("\n").filter(Boolean);

    expect(report).toMatchObject({ givenUp: 1, kept: 0 });
    expect(lines.map((line) => readLine(line))).toMatchObject([{ call: { requestId: "1" } }]);
    expect(left()).toEqual([]);
  });

  test("keeps calls of doors that are not loaded and of keys that are not in the ring", async () => {
    const strange = sealWith([{ id: "k9", key: Buffer.alloc(32, 9) }], {
      plain: "{}",
      purpose: "spooled-call",
    });
    const { run, path, left } = bed(`${strange}\n${toLine(call("1", { door: "other" }))}`);

    const report = await run(nothing);

    expect(report).toMatchObject({ stored: 0, kept: 2, isAway: false, leftIn: path });
    expect(left()).toMatchObject([{ kind: "locked" }, { call: { door: "other" } }]);
  });

  test("stays as it is when its owner, taken for dead, wrote on meanwhile", async () => {
    const { run, path, left } = bed(toLine(call("1")));

    await run(async () => {
      appendFileSync(path, toLine(call("2")));
      return Promise.resolve();
    });

    expect(left()).toMatchObject([{ call: { requestId: "1" } }, { call: { requestId: "2" } }]);
  });
});
