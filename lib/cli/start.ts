import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ensureDatabase, migrate } from "../db/index.ts";
import { childEnv, env } from "../env.ts";
import { configInvalid, isAppError } from "../errors.ts";
import { log } from "../log.ts";
import { installQueues } from "../queue/index.ts";
import { supervise, type Supervised } from "./supervise.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Starts web and worker, or the half that is named, after bringing the database to this version. */
async function start(): Promise<void> {
  const { values } = parseArgs({
    options: { web: { type: "boolean" }, worker: { type: "boolean" } },
  });
  const isBoth = values.web === values.worker;
  if (env().APP_SECRETS === undefined) {
    throw configInvalid("APP_SECRETS must be set: id:base64-of-32-bytes (see .env.example).");
  }
  const hasWeb = isBoth || values.web === true;
  const buildFile = `${root}.next/BUILD_ID`;
  if (hasWeb && !existsSync(buildFile)) {
    throw configInvalid("There is no build of the pages: run `npm run build` first.");
  }
  const database = await ensureDatabase();
  const applied = await migrate(database.url);
  await installQueues(database.url);
  log("info", "start.database_ready", { applied });

  const shared = childEnv({ DATABASE_URL: database.url, NODE_ENV: "production" });
  const children: Supervised[] = [];
  if (hasWeb) {
    const args = [`${root}lib/web/main.ts`];
    const own = { ...shared, BUILD_ID: readFileSync(buildFile, "utf8").trim() };
    children.push(supervise({ name: "web", args, cwd: root, env: own }));
  }
  if (isBoth || values.worker === true) {
    const args = [`${root}lib/worker/main.ts`];
    children.push(supervise({ name: "worker", args, cwd: root, env: shared }));
  }

  const stop = async (): Promise<void> => {
    await Promise.all(children.map(async (child) => child.stop()));
    await database.release();
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void stop());
}

start().catch((error: unknown) => {
  if (isAppError(error, "config_invalid")) process.stderr.write(`${error.message}\n`);
  else log("error", "start.failed", { error });
  process.exit(1);
});
