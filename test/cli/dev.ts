import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { joinEmbedded } from "../../lib/db/embedded/join.ts";
import { migrate } from "../../lib/db/index.ts";
import { installQueues } from "../../lib/queue/index.ts";
import { startPortalCloud } from "../portal/index.ts";
import { freePort } from "../support/free-port.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The app with reload, its worker restarted on every change, and the local portal beside it. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: "string" }, "portal-port": { type: "string" } },
  });
  const port = Number(values.port ?? (await freePort()));
  const appUrl = `http://127.0.0.1:${port}`;
  const cloud = await startPortalCloud({
    appUrl,
    portals: [{ port: Number(values["portal-port"] ?? 0), entries: 2_000 }],
  });
  const given = process.env["DATABASE_URL"];
  const database =
    given === undefined || given === ""
      ? await joinEmbedded({ dataDir: ".data/dev" })
      : { url: given, release: async () => Promise.resolve() };
  await migrate(database.url);
  await installQueues(database.url);

  const env = {
    ...process.env,
    NODE_ENV: "development",
    DATABASE_URL: database.url,
    DATA_DIR: ".data/dev",
    PORT: String(port),
    APP_URL: appUrl,
    B24_CLIENT_ID: cloud.clientId,
    B24_CLIENT_SECRET: cloud.clientSecret,
    B24_AUTH_HOSTS: cloud.authOrigin,
    B24_ALLOW_PRIVATE_HOSTS: "true",
  } as NodeJS.ProcessEnv;
  const children: ChildProcess[] = [];
  const run = (...args: string[]): void => {
    children.push(spawn(process.execPath, args, { cwd: root, env, stdio: "inherit" }));
  };
  run("lib/web/main.ts");
  run("--watch", "--watch-preserve-output", "lib/worker/main.ts");
  const portal = cloud.portals[0]?.origin ?? "";
  process.stdout.write(`\nOpen ${portal} in a browser and add the app there.\n`);

  const stop = async (): Promise<void> => {
    for (const child of children) child.kill("SIGTERM");
    await cloud.stop();
    await database.release();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
}

await main();
