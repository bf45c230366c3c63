import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { MadePortal } from "./make-portal.ts";

export interface Doors {
  child: ChildProcess;
  post(path: string, form: Record<string, string>): Promise<Response>;
  /** Kills it as nothing else does. */
  kill(): Promise<void>;
}

/** A process with the activity door and the event door; it keeps calls in `dataDir`. */
export async function startDoors(input: {
  databaseUrl: string;
  dataDir: string;
  env?: Record<string, string>;
}): Promise<Doors> {
  const child = spawn(process.execPath, ["test/support/door-child.ts"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      DATABASE_URL: input.databaseUrl,
      DATA_DIR: input.dataDir,
      ...input.env,
    },
  });
  const port = await firstLine(child);
  return {
    child,
    post: async (path, form) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(form),
      }),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("The child has no output.");
  for await (const line of createInterface(child.stdout)) return line;
  throw new Error("The child ended without a word.");
}

/** What the portal posts when a process reaches our search step; every call has its own event token. */
export function stepCall(
  made: MadePortal,
  overrides: Record<string, string> = {},
): Record<string, string> {
  const mark = randomBytes(8).toString("hex");
  return {
    workflow_id: mark,
    code: "logbook_search",
    "document_id[0]": "crm",
    "document_id[1]": "CCrmDocumentDeal",
    "document_id[2]": "DEAL_777",
    "document_type[0]": "crm",
    "document_type[1]": "CCrmDocumentDeal",
    "document_type[2]": "DEAL",
    event_token: `${mark}|A1_2_3_4|${mark}.${randomBytes(32).toString("hex")}`,
    "properties[period]": "day",
    use_subscription: "Y",
    timeout_duration: "600",
    ts: String(Math.floor(Date.now() / 1_000)),
    "auth[member_id]": made.portal.memberId,
    "auth[user_id]": "1",
    "auth[application_token]": made.applicationToken,
    ...overrides,
  };
}
