import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { childEnv } from "../../../../lib/env.ts";

const CHILD = fileURLToPath(new URL("keep-child.ts", import.meta.url));

/** One round of the keeper in a process of its own; returns its exit code or the signal that ended it. */
export async function startKeeping(input: {
  url: string;
  now: string;
  faultPoint: string;
}): Promise<number | string | null> {
  const child = spawn(process.execPath, [CHILD, input.url, input.now], {
    env: childEnv({ DATABASE_URL: input.url, FAULT_POINT: input.faultPoint }),
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  return code ?? signal;
}
