import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { setTimeout as delay } from "node:timers/promises";
import type { PortalCloud } from "../portal/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const START_LIMIT_MS = 120_000;

export interface AppProcess {
  url: string;
  stop(): Promise<void>;
}

interface StartAppInput {
  cloud: PortalCloud;
  port: number;
  env: Record<string, string>;
  /** Gets each line that the app logs. */
  onLine?: (line: string) => void;
}

/** Starts the production server (web and worker) for the local portal's application and waits until it is healthy. */
export async function startApp(input: StartAppInput): Promise<AppProcess> {
  const url = `http://127.0.0.1:${input.port}`;
  input.cloud.setAppUrl(url);
  const child = spawn(process.execPath, [`${root}lib/cli/start.ts`], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      APP_SECRETS: `k1:${randomBytes(32).toString("base64")}`,
      PORT: String(input.port),
      APP_URL: url,
      B24_CLIENT_ID: input.cloud.clientId,
      B24_CLIENT_SECRET: input.cloud.clientSecret,
      B24_AUTH_HOSTS: input.cloud.authOrigin,
      B24_ALLOW_PRIVATE_HOSTS: "true",
      ...input.env,
    },
  });
  const tail: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      for (const line of chunk.toString().split("\n").filter(Boolean)) {
        tail.push(line);
        if (tail.length > 40) tail.shift();
        input.onLine?.(line);
      }
    });
  }
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null) child.kill("SIGTERM");
    await ended;
  };
  const giveUpAt = Date.now() + START_LIMIT_MS;
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null || Date.now() > giveUpAt) {
      await stop();
      throw new Error(`The app did not start:\n${tail.join("\n")}`);
    }
    await delay(100);
  }
  return { url, stop };
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).status === 200;
  } catch {
    return false;
  }
}
