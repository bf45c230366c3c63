import type { JobHistory, JobOutcome } from "../jobs/history.ts";
import { JOB_PLANS, SHORT_SECONDS } from "../jobs/plans.ts";
import type { Fact } from "./facts.ts";
import { judgeReports } from "./judge-reports.ts";
import type { Offence } from "./verdict.ts";

const OUTCOMES = ["success", "failure", "timeout", "cancelled"] as const;
// A call whose access had ended by then is not proven, which no plan of an outside system changes.
const UNPROVEN = /^unproven: /;

export interface JobVerdict extends Record<JobOutcome, number> {
  accepted: number;
  undeliverable: number;
  lost: number;
  secondEffects: number;
  /** Requests beyond the first of a job. */
  repeated: number;
  /** Requests that came although an earlier one had been answered with an acceptance. */
  needless: number;
  /** Outcomes of each plan. */
  plans: Map<string, Map<string, number>>;
  offences: Offence[];
}

export interface JobEvidence {
  histories: JobHistory[];
  /** Why outside systems turned requests away. */
  faults: string[];
  removed: Set<string>;
}

/** What became of every job, by what the portals, the database and the outside systems know of it. */
export function judgeJobs(facts: Fact[], evidence: JobEvidence): JobVerdict {
  const verdict: JobVerdict = {
    ...{ accepted: 0, success: 0, failure: 0, timeout: 0, cancelled: 0, undeliverable: 0 },
    ...{ lost: 0, secondEffects: 0, repeated: 0, needless: 0, plans: new Map(), offences: [] },
  };
  const histories = new Map(evidence.histories.map((one) => [one.workflowId, one]));
  for (const fact of facts) {
    if (fact.workflow.code !== "logbook_job") continue;
    judgeJob(verdict, { fact, evidence, history: histories.get(fact.workflow.id) });
  }
  for (const detail of evidence.faults) {
    verdict.offences.push({ kind: "refused outside", detail, fact: null });
  }
  if (histories.size < evidence.histories.length) {
    const detail = "a process has two jobs at the outside systems";
    verdict.offences.push({ kind: "twice", detail, fact: null });
  }
  return verdict;
}

interface Judged {
  fact: Fact;
  evidence: JobEvidence;
  history: JobHistory | undefined;
}

function judgeJob(verdict: JobVerdict, { fact, evidence, history }: Judged): void {
  const accuse = (kind: string, detail: string): void => {
    verdict.offences.push({ kind, detail: `${history?.plan ?? "?"}: ${detail}`, fact });
  };
  if (fact.isAccepted) verdict.accepted += 1;
  verdict.secondEffects += Math.max(0, fact.workflow.completionsWithEffect - 1);
  const [run] = fact.runs;
  if (run === undefined || (run.state !== "delivered" && run.state !== "undeliverable")) {
    if (fact.isAccepted) verdict.lost += 1;
    return;
  }
  if (history !== undefined) judgeRequests(verdict, { history, runId: run.id, accuse });
  if (run.state === "undeliverable" || evidence.removed.has(fact.portal.memberId)) {
    if (fact.isAccepted) verdict.undeliverable += 1;
    return;
  }
  const outcome = OUTCOMES.find((one) => one === run.outcome);
  if (outcome === undefined) return;
  if (fact.isAccepted) verdict[outcome] += 1;
  if (history === undefined) {
    const isUnproven = outcome === "failure" && UNPROVEN.test(run.message ?? "");
    const isShort = outcome === "timeout" && fact.workflow.timeoutSeconds === SHORT_SECONDS;
    if (!isUnproven && !isShort)
      accuse("lost", `no request came, and the run ended as ${outcome}: ${run.message ?? ""}`);
    return;
  }
  note(verdict, history.plan, outcome);
  const plan = JOB_PLANS.find(({ name }) => name === history.plan);
  if (plan?.outcomes.includes(outcome) !== true) {
    accuse("outcome", `${outcome} by ${run.settledBy ?? "?"}: ${run.message ?? ""}`);
  }
  const isTold = history.cancellations.length > 0;
  const mustTell = outcome === "timeout" || outcome === "cancelled";
  if (isTold !== mustTell) accuse("told", `${outcome}, cancellations: ${String(isTold)}`);
  judgeReports({ fact, run, history, accuse });
}

interface RequestInput {
  history: JobHistory;
  runId: string;
  accuse: (kind: string, detail: string) => void;
}

// Whoever drops repetitions by their id must never get one with another id, nor another job under the same.
function judgeRequests(verdict: JobVerdict, { history, runId, accuse }: RequestInput): void {
  const { requests } = history;
  verdict.repeated += Math.max(0, requests.length - 1);
  const taken = requests.findIndex(({ status }) => status !== null && status < 300);
  if (taken >= 0 && taken < requests.length - 1) verdict.needless += 1;
  const ids = new Set(requests.map(({ id }) => id));
  if (ids.size > 1 || !ids.has(`job_${runId}`)) accuse("webhook-id", [...ids].join(", "));
  // A portal that moves has another host from then on; nothing else may differ.
  const bodies = requests.map(({ raw, data }) => raw.replace(`"${data.portal?.host}"`, '""'));
  if (new Set(bodies).size > 1) accuse("webhook-id", "another body");
}

function note({ plans }: JobVerdict, plan: string, outcome: JobOutcome): void {
  const ends = plans.get(plan) ?? new Map<string, number>();
  ends.set(outcome, (ends.get(outcome) ?? 0) + 1);
  plans.set(plan, ends);
}

/** The part of the summary that is about jobs. */
export function tellJobs(verdict: JobVerdict): string {
  const { accepted, success, failure, timeout, cancelled, undeliverable, lost } = verdict;
  const plans = [...verdict.plans]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, ends]) => `${name} ${[...ends].map(([end, n]) => `${end} ${n}`).join(" ")}`);
  return (
    `jobs accepted ${accepted}, success ${success} failure ${failure} timeout ${timeout} ` +
    `cancelled ${cancelled}, undeliverable ${undeliverable}, lost ${lost}, second effects ` +
    `${verdict.secondEffects}, repeated with the same webhook-id ${verdict.repeated} ` +
    `(${plans.join(", ")})`
  );
}
