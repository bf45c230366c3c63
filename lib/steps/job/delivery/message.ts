import type { JobConnection, Run, StepJob } from "../../../../prisma/generated/client.ts";
import { isTooDeep } from "../../../archive/index.ts";
import { env } from "../../../env.ts";
import type { Portal } from "../../../portals/index.ts";
import { parseJobProperties } from "../properties.ts";
import type { MessageKind } from "./enqueue.ts";

export interface Message {
  /** The same for every attempt, so that the other side can drop a repetition. */
  id: string;
  body: string;
}

export interface MessageInput {
  portal: Portal;
  run: Run;
  job: StepJob;
  token: string | null;
}

/** What is sent for a run; every attempt sends the same bytes. */
export function toMessage(kind: MessageKind, input: MessageInput): Message {
  return kind === "run" ? toRequest(input) : toCancellation(input);
}

function toRequest({ portal, run, job, token }: MessageInput): Message {
  const base = `${env().APP_URL}/api/v1/runs/${run.id}`;
  const data = {
    ...subjectOf({ portal, run }),
    documentType: run.documentType,
    wait: job.waits,
    token,
    urls: {
      run: base,
      progress: `${base}/progress`,
      heartbeat: `${base}/heartbeat`,
      complete: `${base}/complete`,
      fail: `${base}/fail`,
    },
    deadline: run.deadlineAt.toISOString(),
    heartbeatSeconds: job.heartbeatSeconds,
  };
  // As it is written: reading and writing it again would change long numbers.
  const json = `{"payload":${payloadOf(run.properties)},${JSON.stringify(data).slice(1)}`;
  return toBody({ id: `job_${run.id}`, type: "job.requested", at: job.createdAt, json });
}

function toCancellation({ portal, run }: MessageInput): Message {
  const { outcome, outcomeMessage: message } = run;
  return toBody({
    id: `job_${run.id}_cancelled`,
    type: "job.cancelled",
    at: run.settledAt ?? run.deadlineAt,
    json: JSON.stringify({ ...subjectOf({ portal, run }), outcome, message }),
  });
}

export function toTest(connection: JobConnection, input: { portal: Portal; at: Date }): Message {
  const { portal, at } = input;
  const json = JSON.stringify({ portal: portalOf(portal), connection: connection.name });
  return toBody({ id: `test_${connection.id}_${at.getTime()}`, type: "job.test", at, json });
}

function subjectOf({ portal, run }: Pick<MessageInput, "portal" | "run">) {
  const { id: runId, workflowId, documentId } = run;
  return { runId, portal: portalOf(portal), workflowId, documentId };
}

function portalOf({ key, origin }: Portal) {
  return { key, host: new URL(origin).host };
}

function toBody({ id, type, at, json }: { id: string; type: string; at: Date; json: string }) {
  const head = JSON.stringify({ type, timestamp: at.toISOString() });
  return { id, body: `${head.slice(0, -1)},"data":${json}}` };
}

// Objects and arrays are JSON; all else, also what only looks like a number, is text.
function payloadOf(raw: unknown): string {
  const parsed = parseJobProperties(raw as Record<string, unknown>);
  const text = parsed.ok ? parsed.value.payload : "";
  return /^\s*[[{]/.test(text) && isJson(text) ? text : JSON.stringify(text);
}

function isJson(text: string): boolean {
  if (isTooDeep(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
