import type { Fact } from "./facts.ts";
import { judgeLines } from "./judge-lines.ts";

export interface Offence {
  kind: string;
  detail: string;
  fact: Fact | null;
}

export interface Tally {
  accepted: number;
  success: number;
  failure: number;
  timeout: number;
  cancelled: number;
  undeliverable: number;
  lost: number;
  secondEffects: number;
  repeated: number;
  outOfOrder: number;
  refusals: number;
}

export interface Verdict extends Tally {
  offences: Offence[];
}

export interface Expected {
  /** How many marked entries each portal's log holds, by member id. */
  marks: Map<string, number>;
  /** Portals that removed the app. */
  removed: Set<string>;
}

const NONE: Tally = {
  ...{ accepted: 0, success: 0, failure: 0, timeout: 0, cancelled: 0, undeliverable: 0 },
  ...{ lost: 0, secondEffects: 0, repeated: 0, outOfOrder: 0, refusals: 0 },
};

/** What became of every call; each offence is one too many. */
export function judgeFacts(facts: Fact[], expected: Expected): Verdict {
  const verdict: Verdict = { ...NONE, offences: [] };
  for (const fact of facts) judgeFact(verdict, fact, expected);
  return verdict;
}

function judgeFact(verdict: Verdict, fact: Fact, expected: Expected): void {
  const accuse = (kind: string, detail: string): void => {
    verdict.offences.push({ kind, detail, fact });
  };
  if (fact.isAccepted) verdict.accepted += 1;
  for (const status of fact.refusals) accuse("refused", `the call was answered with ${status}`);
  const [run, ...others] = fact.runs;
  if (others.length > 0) accuse("twice", `${fact.runs.length} runs for one call`);
  if (run === undefined) {
    if (!fact.isAccepted) return;
    verdict.lost += 1;
    accuse("lost", "the call was accepted and there is no run");
    return;
  }
  if (run.portal !== fact.portal.memberId) accuse("foreign", `the run is ${run.portal}'s`);
  judgeEnd(verdict, { fact, expected, accuse });
  judgeEffects(verdict, { fact, expected, accuse });
  judgeLog(verdict, { fact, expected, accuse });
}

interface FactInput {
  fact: Fact;
  expected: Expected;
  accuse: (kind: string, detail: string) => void;
}

function judgeEnd(verdict: Verdict, { fact, expected, accuse }: FactInput): void {
  const [run] = fact.runs;
  if (run === undefined) return;
  const isRemoved = expected.removed.has(fact.portal.memberId);
  if (run.state === "undeliverable") {
    if (fact.isAccepted) verdict.undeliverable += 1;
    if (!isRemoved) accuse("undeliverable", `without a reason: ${run.cause ?? "none"}`);
    return;
  }
  if (run.state !== "delivered") {
    if (fact.isAccepted) verdict.lost += 1;
    accuse("lost", `the run stands at ${run.state}`);
    return;
  }
  const isOpen = fact.workflow.executions[0]?.state === "waiting";
  if (isOpen && run.isWaiting && !isRemoved) {
    verdict.lost += 1;
    accuse("lost", "the run is delivered and its process still waits");
    return;
  }
  const outcomes = ["success", "failure", "timeout", "cancelled"] as const;
  const outcome = outcomes.find((name) => name === run.outcome);
  if (outcome === undefined) accuse("lost", "the run is delivered without an outcome");
  else if (fact.isAccepted) verdict[outcome] += 1;
}

function judgeEffects(verdict: Verdict, { fact, expected, accuse }: FactInput): void {
  const { workflow, portal } = fact;
  const second = Math.max(0, workflow.completionsWithEffect - 1);
  verdict.secondEffects += second;
  if (second > 0) accuse("second effect", `${workflow.completionsWithEffect} completions`);
  const values = workflow.returnValues;
  if (values?.["status"] !== "ok" || workflow.code === "logbook_job") return;
  const link = String(values["link"]);
  if (!/^http:\/\/localhost:\d+\//.test(link)) accuse("foreign", `the link leads to ${link}`);
  const types = workflow.log.find(({ kind }) => kind === "completion")?.message ?? "";
  const count = Number(values["count"]);
  const marks = expected.marks.get(portal.memberId);
  if (marks !== undefined && isMarked(fact) && count !== marks) {
    accuse("foreign", `found ${count} of ${marks} marked entries: ${types}`);
  }
}

// The suite starts such searches for a document of their own.
function isMarked({ workflow }: Fact): boolean {
  return workflow.documentId[2] === MARKED_DOCUMENT;
}

export const MARKED_DOCUMENT = "DEAL_MARKED";

function judgeLog(verdict: Verdict, { fact, accuse }: FactInput): void {
  const { workflow, lines } = fact;
  const state = workflow.executions[0]?.state;
  const messages = workflow.log.filter(({ kind }) => kind === "progress");
  const result = judgeLines({
    stored: lines.filter((line) => line.state !== "kept"),
    messages: messages.map(({ message }) => message),
    mustShowAll: state === "completed",
  });
  verdict.repeated += result.repeated;
  verdict.outOfOrder += result.outOfOrder.length;
  for (const line of result.outOfOrder) accuse("out of order", line);
  for (const line of result.foreign) accuse("foreign", `a line of nobody: ${line}`);
  for (const line of result.lost) accuse("lost line", line);
}
