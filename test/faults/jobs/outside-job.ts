import { setTimeout as pause } from "node:timers/promises";
import { report, type JobData, type Received } from "../../outside/outside-system.ts";
import type { JobHistory, Report, Route } from "./history.ts";

const AGAIN_MS = 300;
const MAX_AGAIN_MS = 3_000;
const ANSWER_MS = 10_000;

/** One job as the outside system knows it. */
export interface OutsideJob {
  history: JobHistory;
  deadline: Date;
  /** Resolves when its work has ended. */
  ended: Promise<unknown>;
  /** Resolves when the suite ends. */
  closed: Promise<unknown>;
  /** A text that no other job has. */
  mark(text: string): string;
  /** Resolves when the request has come so often. */
  requested(times: number): Promise<void>;
  /** Repeats it with the same key until there is an answer that is final. */
  report(route: Route, body: Report["body"] & Record<string, unknown>): Promise<void>;
}

interface JobInput {
  data: JobData;
  history: JobHistory;
  ended: Promise<unknown>;
  signal: AbortSignal;
}

export function makeOutsideJob({ data, history, ended, signal }: JobInput): OutsideJob {
  const closed = new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  return {
    history,
    ended,
    closed,
    deadline: new Date(data.deadline),
    mark: (text) => `${data.workflowId} ${text}`,
    requested: async (times) => {
      while (history.requests.length < times) await pause(50, undefined, { signal });
    },
    report: async (route, body) => {
      const known: Report = {
        ...{ route, body, sentAt: new Date(), status: null, type: null, statuses: [] },
      };
      history.reports.push(known);
      await sendUntilFinal(data, { known, signal });
    },
  };
}

async function sendUntilFinal(
  data: Pick<Received["data"], "token" | "urls">,
  { known, signal }: { known: Report; signal: AbortSignal },
): Promise<void> {
  const { route, body } = known;
  const key = crypto.randomUUID();
  for (let waitMs = AGAIN_MS; ; waitMs = Math.min(waitMs * 2, MAX_AGAIN_MS)) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const answer = await report(data, { route, body, key, signal: limit })
      .then(async (one) => ({ status: one.status, body: (await one.json()) as { type?: string } }))
      .catch(() => null);
    known.statuses.push(answer?.status ?? 0);
    const type = answer?.body.type?.split(":").at(-1) ?? null;
    const isAnswered = answer !== null && answer.status < 500 && answer.status !== 429;
    if (isAnswered && type !== "idempotency-in-progress") {
      Object.assign(known, { status: answer.status, type });
      return;
    }
    await pause(waitMs, undefined, { signal });
  }
}
