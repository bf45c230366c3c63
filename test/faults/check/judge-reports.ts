import type { JobHistory, Report } from "../jobs/history.ts";
import type { Fact, RunRow } from "./facts.ts";

interface ReportInput {
  fact: Fact;
  run: RunRow;
  history: JobHistory;
  accuse: (kind: string, detail: string) => void;
}

const ENDS: Partial<Record<Report["route"], string>> = { complete: "success", fail: "failure" };

/** Compares what an outside system was told of its reports with what became of them. */
export function judgeReports(input: ReportInput): void {
  for (const report of input.history.reports) judgeAnswer(report, input);
  judgeWinner(input);
  judgeProgress(input);
}

function judgeAnswer({ route, status, statuses, type }: Report, { accuse }: ReportInput): void {
  // What is away for a moment is said to be so; nothing here breaks.
  if (statuses.includes(500)) accuse("report", `${route} was answered with 500`);
  const isSettled = status === 409 && type === "run-settled";
  const isFine = status === 200 || status === 202 || isSettled;
  if (!isFine) accuse("report", `${route} was answered with ${status ?? "nothing"} ${type ?? ""}`);
}

// What was acknowledged is what the process got, and nothing that came after its end was.
function judgeWinner({ fact, run, history, accuse }: ReportInput): void {
  const ends = history.reports.filter(({ route }) => ENDS[route] !== undefined);
  const winners = ends.filter(({ status }) => status === 200);
  if (winners.length > 1) accuse("two winners", winners.map(({ route }) => route).join(", "));
  const deadline = new Date(history.requests[0]?.data.deadline ?? 0);
  for (const { route, sentAt } of winners) {
    if (sentAt > deadline) accuse("late", `${route} of ${sentAt.toISOString()} was taken`);
  }
  const [winner] = winners;
  if (winner !== undefined && run.settledBy !== "outside") {
    accuse("lost", `${winner.route} was acknowledged, and ${run.settledBy ?? "?"} ended the run`);
  }
  if (run.settledBy !== "outside") return;
  const source = winner ?? ends.find((one) => isOf(one, run));
  if (source === undefined || !isOf(source, run)) {
    accuse("foreign", `the run ended by a report that was not sent: ${run.result ?? ""}`);
  }
  const values = fact.workflow.returnValues;
  const shown = values?.["result"] ?? "";
  if (values !== null && run.isWaiting && shown !== (run.result ?? "")) {
    accuse("foreign", `the process got ${JSON.stringify(shown)}`);
  }
}

function isOf({ route, body }: Report, run: RunRow): boolean {
  return ENDS[route] === run.outcome && (body.result ?? "") === (run.result ?? "");
}

/** A progress that was acknowledged stands in the run once, however often it was sent, and in its order. */
function judgeProgress({ fact, history, accuse }: ReportInput): void {
  let last = 0;
  for (const { route, body, status } of history.reports) {
    const { message } = body;
    if (route !== "progress" || message === undefined) continue;
    const lines = fact.lines.filter(({ text }) => text.includes(message));
    if (lines.length > 1) accuse("twice", `${message} stands ${lines.length} times`);
    const [line] = lines;
    if (status === 202 && line === undefined) accuse("lost", `${message} was acknowledged`);
    if (line === undefined) continue;
    if (line.seq <= last) accuse("out of order", message);
    last = line.seq;
  }
}
