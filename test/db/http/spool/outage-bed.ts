import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { hashSecret, migrate, openDb, type RootDb } from "../../../../lib/db/index.ts";
import { installQueues } from "../../../../lib/queue/index.ts";
import { startDoors, type Doors } from "../../../support/doors.ts";
import { until } from "../../../support/index.ts";
import { startOwnPostgres, type OwnPostgres } from "../../../support/own-postgres.ts";
import { makeTempDir } from "../../../support/temp-dir.ts";

export const PATH = "/b24/activity/logbook_search";

/** A database that tests take away, doors that run beside it, and the folder of the calls kept meanwhile. */
export async function startOutageBed() {
  const server = await startOwnPostgres();
  await migrate(server.url);
  await installQueues(server.url);
  const folder = useFolder();
  const open = useDoors(server, folder);
  return { server, open, ...folder, ...makeRuns(server, folder) };
}

type Folder = ReturnType<typeof useFolder>;

function useFolder() {
  let dataDir = "";

  beforeEach(() => {
    dataDir = makeTempDir("logbook-spool-");
  });

  const callFiles = () =>
    readdirSync(join(dataDir, "spool"))
      .filter((name) => name.endsWith(".calls"))
      .map((name) => join(dataDir, "spool", name));
  const linesOnDisk = () =>
    callFiles().reduce(
      (sum, path) => sum + readFileSync(path, "utf8").split("\n").filter(Boolean).length,
      0,
    );
  return { dataDir: () => dataDir, callFiles, linesOnDisk };
}

function useDoors(server: OwnPostgres, { dataDir }: Folder) {
  let running: Doors[] = [];

  afterEach(async () => {
    for (const doors of running) await doors.kill();
    running = [];
    server.thaw();
    await server.start();
    rmSync(dataDir(), { recursive: true, force: true });
  });

  return async (env: Record<string, string> = {}): Promise<Doors> => {
    const doors = await startDoors({ databaseUrl: server.url, dataDir: dataDir(), env });
    running.push(doors);
    return doors;
  };
}

function makeRuns(server: OwnPostgres, { callFiles }: Folder) {
  const withDb = async <T>(work: (db: RootDb) => Promise<T>): Promise<T> => {
    const { db, close } = openDb({ url: server.url, maxConnections: 2 });
    try {
      return await work(db);
    } finally {
      await close();
    }
  };

  const countRuns = async (form: Record<string, string>) => {
    const tokenHash = hashSecret(form["event_token"] ?? "");
    return withDb(async (db) => db.run.count({ where: { tokenHash } }));
  };

  const untilStored = async (forms: Record<string, string>[]) => {
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
  };

  return { withDb, countRuns, untilStored };
}
