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
    payload: payloadOf(run.properties),
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
  return toBody({ id: `job_${run.id}`, type: "job.requested", at: job.createdAt, data });
}

function toCancellation({ portal, run }: MessageInput): Message {
  const { outcome, outcomeMessage: message } = run;
  return toBody({
    id: `job_${run.id}_cancelled`,
    type: "job.cancelled",
    at: run.settledAt ?? run.deadlineAt,
    data: { ...subjectOf({ portal, run }), outcome, message },
  });
}

export function toTest(connection: JobConnection, input: { portal: Portal; at: Date }): Message {
  const { portal, at } = input;
  const data = { portal: portalOf(portal), connection: connection.name };
  return toBody({ id: `test_${connection.id}_${at.getTime()}`, type: "job.test", at, data });
}

function subjectOf({ portal, run }: Pick<MessageInput, "portal" | "run">) {
  const { id: runId, workflowId, documentId } = run;
  return { runId, portal: portalOf(portal), workflowId, documentId };
}

function portalOf({ key, origin }: Portal) {
  return { key, host: new URL(origin).host };
}

function toBody({ id, type, at, data }: { id: string; type: string; at: Date; data: object }) {
  return { id, body: JSON.stringify({ type, timestamp: at.toISOString(), data }) };
}

function payloadOf(raw: unknown): unknown {
  const parsed = parseJobProperties(raw as Record<string, unknown>);
  const text = parsed.ok ? parsed.value.payload : "";
  if (isTooDeep(text)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
