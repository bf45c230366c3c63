import type { RootDb } from "../../lib/db/index.ts";
import type { PortalCloud } from "../portal/index.ts";
import { ringText, root, startProcess, type Started } from "./bed.ts";

interface StartWorkersInput {
  count: number;
  database: { url: string; db: RootDb };
  cloud: PortalCloud;
}

/** What a process of ours needs to work with the local cloud. */
export function cloudEnv(cloud: PortalCloud, databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    APP_SECRETS: ringText(),
    APP_URL: cloud.appUrl,
    B24_CLIENT_ID: cloud.clientId,
    B24_CLIENT_SECRET: cloud.clientSecret,
    B24_AUTH_HOSTS: cloud.authOrigin,
    B24_ALLOW_PRIVATE_HOSTS: "true",
    LOG_LEVEL: "error",
    FAULT_POINT: "",
  };
}

/** Starts worker processes one by one; each is ready when it has given its first sign of life. */
export async function startWorkers(input: StartWorkersInput, started: Started[]): Promise<void> {
  const { count, database, cloud } = input;
  for (let number = 1; number <= count; number += 1) {
    const before = await database.db.workerHeartbeat.count();
    const worker = await startProcess({
      args: [`${root}lib/worker/main.ts`],
      env: cloudEnv(cloud, database.url),
      isReady: async () => (await database.db.workerHeartbeat.count()) > before,
    });
    started.push(worker);
  }
}

export async function stopAll(started: Started[]): Promise<void> {
  await Promise.all(started.splice(0).map(async (one) => one.stop()));
}
