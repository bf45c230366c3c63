import { setTimeout as pause } from "node:timers/promises";
import type { Behaviour } from "../../outside/outside-system.ts";
import type { Random } from "../random.ts";
import type { JobOutcome } from "./history.ts";
import type { OutsideJob } from "./outside-job.ts";

/** How an outside system deals with one kind of job. */
export interface JobPlan {
  /** As the summary names it. */
  name: string;
  weight: number;
  /** The portal's limit; 0 leaves it to the step. */
  timeoutSeconds: number;
  properties?: Record<string, string>;
  /** What the request is answered with; nothing is a plain acceptance. */
  behave?(job: OutsideJob, repetition: number): Behaviour;
  work(job: OutsideJob, random: Random): Promise<void>;
  /** Every other end is a fault. */
  outcomes: readonly JobOutcome[];
}

// What the step gives up before the portal does: of 20 seconds two.
export const SHORT_SECONDS = 20;
const success = ["success"] as const;

async function parts(job: OutsideJob, random: Random): Promise<void> {
  const count = random.between(1, 3);
  for (let part = 1; part <= count; part += 1) {
    await pause(random.between(50, 700));
    const percent = Math.round((part / count) * 100);
    await job.report("progress", { message: job.mark(`part ${part} of ${count}`), percent });
  }
}

const done = (job: OutsideJob, word = "done") => job.report("complete", { result: job.mark(word) });

const AT_ONCE: JobPlan = {
  ...{ name: "at once", weight: 4, timeoutSeconds: 0, outcomes: success },
  work: async (job) => done(job),
};

const SLOW: JobPlan = {
  ...{ name: "slow", weight: 4, timeoutSeconds: 600, outcomes: success },
  behave: (_job, repetition) => ({ delayMs: 300 + 900 * Math.min(repetition, 2) }),
  work: async (job, random) => {
    await parts(job, random);
    await done(job);
  },
};

const BEATING: JobPlan = {
  ...{ name: "with signs of life", weight: 2, timeoutSeconds: 0, outcomes: success },
  properties: { heartbeat_limit: "2" },
  work: async (job, random) => {
    for (let beat = 0; beat < 3; beat += 1) {
      await job.report("heartbeat", {});
      await pause(random.between(50, 500));
    }
    await done(job);
  },
};

const REPORTS_FIRST: JobPlan = {
  ...{ name: "reports before it answers", weight: 2, timeoutSeconds: 0, outcomes: success },
  behave: (job) => ({ until: job.ended }),
  work: async (job, random) => {
    await parts(job, random);
    await done(job);
  },
};

const MUTE: JobPlan = {
  ...{ name: "never answers", weight: 2, timeoutSeconds: 0, outcomes: success },
  behave: (job, repetition) => (repetition === 0 ? { until: job.closed, isForgotten: true } : {}),
  // Only what comes again shows it that nobody heard its answer.
  work: async (job) => {
    await job.requested(2);
    await done(job);
  },
};

const ILL: JobPlan = {
  ...{ name: "fails and comes back", weight: 3, timeoutSeconds: 600, outcomes: success },
  behave: (_job, repetition) =>
    repetition === 0 ? { status: 500, isDropped: true } : { status: repetition === 1 ? 503 : 202 },
  work: AT_ONCE.work,
};

const TWICE: JobPlan = {
  ...{ name: "answers twice", weight: 4, timeoutSeconds: 0, outcomes: ["success", "failure"] },
  work: async (job, random) => {
    await parts(job, random);
    await Promise.all([
      done(job, "one"),
      done(job, "two"),
      job.report("fail", { message: job.mark("three") }),
    ]);
  },
};

const FAILS: JobPlan = {
  ...{ name: "reports a failure", weight: 2, timeoutSeconds: 0, outcomes: ["failure"] },
  work: async (job, random) => {
    await parts(job, random);
    await job.report("fail", { code: "no_stock", message: job.mark("failed") });
  },
};

const REFUSES: JobPlan = {
  ...{ name: "refuses", weight: 1, timeoutSeconds: 0, outcomes: ["failure"] },
  behave: () => ({ status: 422, body: "no such order" }),
  work: async () => undefined,
};

const SILENT: JobPlan = {
  ...{ name: "never reports", weight: 2, outcomes: ["timeout"], timeoutSeconds: SHORT_SECONDS },
  work: async () => undefined,
};

const LATE: JobPlan = {
  ...{ name: "late", weight: 2, outcomes: ["timeout"], timeoutSeconds: SHORT_SECONDS },
  work: async (job) => {
    await pause(Math.max(0, job.deadline.getTime() - Date.now()) + 200);
    await done(job);
  },
};

const NOT_AWAITED: JobPlan = {
  ...{ name: "not awaited", weight: 2, timeoutSeconds: 0, outcomes: success },
  properties: { wait: "N" },
  work: async (job) => done(job),
};

export const JOB_PLANS: readonly JobPlan[] = [
  ...[AT_ONCE, SLOW, BEATING, REPORTS_FIRST, MUTE, ILL, TWICE, FAILS, REFUSES, SILENT, LATE],
  NOT_AWAITED,
];
