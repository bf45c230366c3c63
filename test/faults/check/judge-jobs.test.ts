import { describe, expect, test } from "vitest";
import type { Received } from "../../outside/outside-system.ts";
import type { JobHistory, Report } from "../jobs/history.ts";
import type { Fact } from "./facts.ts";
import { judgeJobs, tellJobs } from "./judge-jobs.ts";

const RUN = "0b0c0d00-0000-4000-8000-000000000001";
const DEADLINE = "2026-11-21T12:00:00.000Z";

const request = (given: Partial<Received> = {}): Received =>
  ({
    id: `job_${RUN}`,
    raw: "{}",
    status: 202,
    data: { deadline: DEADLINE },
    ...given,
  }) as Received;

const completed = (given: Partial<Report> = {}): Report => ({
  ...{ route: "complete", body: { result: "w1 done" }, status: 200, type: null, statuses: [200] },
  sentAt: new Date("2026-11-21T11:59:00.000Z"),
  ...given,
});
const progressed: Report = completed({
  ...{ route: "progress", body: { message: "w1 part 1" }, status: 202 },
});

interface Given {
  run?: Partial<Fact["runs"][number]> | null;
  history?: Partial<JobHistory>;
  lines?: string[];
  result?: string;
  effects?: number;
}

function judge({ run = {}, history, lines = [], result = "w1 done", effects = 1 }: Given) {
  const row = { id: RUN, state: "delivered", outcome: "success", settledBy: "outside" };
  const fact = {
    portal: { memberId: "m1" },
    workflow: {
      ...{ id: "w1", code: "logbook_job", timeoutSeconds: 0 },
      ...{ completionsWithEffect: effects, returnValues: { result } },
    },
    isAccepted: true,
    runs: run === null ? [] : [{ ...row, result: "w1 done", isWaiting: true, ...run }],
    lines: lines.map((text, place) => ({ seq: place + 1, text })),
  } as unknown as Fact;
  const told: JobHistory = {
    ...{ plan: "at once", workflowId: "w1", requests: [request()] },
    ...{ cancellations: [], reports: [completed()], ...history },
  };
  const evidence = { histories: [told], faults: [], removed: new Set<string>() };
  const verdict = judgeJobs([fact], evidence);
  return { ...verdict, kinds: verdict.offences.map(({ kind }) => kind) };
}

describe("the judge of jobs", () => {
  test("has nothing against a job that was done, and counts it under its plan", () => {
    const verdict = judge({});

    expect(verdict.kinds).toEqual([]);
    expect(tellJobs(verdict)).toBe(
      "jobs accepted 1, success 1 failure 0 timeout 0 cancelled 0, undeliverable 0, lost 0, " +
        "second effects 0, repeated with the same webhook-id 0 (at once success 1)",
    );
  });

  test("counts a job without a run or with an open one as lost, and a second effect", () => {
    expect(judge({ run: null }).lost).toBe(1);
    expect(judge({ run: { state: "running" } }).lost).toBe(1);
    expect(judge({ effects: 2 }).secondEffects).toBe(1);
  });

  test("blames a repetition under another id or with another body", () => {
    const other = request({ id: "job_other" });
    expect(judge({ history: { requests: [request(), other] } }).kinds).toEqual(["webhook-id"]);
    const changed = request({ raw: "{ }" });
    expect(judge({ history: { requests: [request(), changed] } }).kinds).toEqual(["webhook-id"]);
  });

  test("counts repetitions, and those of what was accepted already", () => {
    const lost = request({ status: null });
    expect(judge({ history: { requests: [lost, request()] } })).toMatchObject({
      ...{ repeated: 1, needless: 0, kinds: [] },
    });
    expect(judge({ history: { requests: [request(), request()] } })).toMatchObject({
      ...{ repeated: 1, needless: 1, kinds: [] },
    });
  });

  test("blames an end that the outside system's doings cannot lead to", () => {
    const run = { outcome: "failure", settledBy: "work", message: "broken" };
    expect(judge({ run, history: { reports: [] } }).kinds).toEqual(["outcome"]);
  });

  test("misses the cancellation of a job whose time was up", () => {
    const run = { outcome: "timeout", settledBy: "deadline" };
    const history = { plan: "never reports", reports: [] };
    expect(judge({ run, history }).kinds).toEqual(["told"]);
    const cancellations = [request()];
    expect(judge({ run, history: { ...history, cancellations } }).kinds).toEqual([]);
  });

  test("blames two winners, a late one, and one that was acknowledged and lost", () => {
    const two = [completed(), completed({ body: { result: "w1 two" } })];
    expect(judge({ history: { reports: two } }).kinds).toEqual(["two winners"]);
    const late = [completed({ sentAt: new Date("2026-11-21T12:00:01.000Z") })];
    expect(judge({ history: { reports: late } }).kinds).toEqual(["late"]);
    expect(judge({ run: { settledBy: "work" } }).kinds).toEqual(["lost"]);
  });

  test("blames a result of another job, in the run and in the process", () => {
    expect(judge({ run: { result: "w2 done" }, result: "w2 done" }).kinds).toEqual(["foreign"]);
    expect(judge({ result: "w2 done" }).kinds).toEqual(["foreign"]);
  });

  test("misses a progress that was acknowledged, and blames one that stands there twice", () => {
    const history = { reports: [progressed, completed()] };
    expect(judge({ history, lines: ["w1 part 1"] }).kinds).toEqual([]);
    expect(judge({ history }).kinds).toEqual(["lost"]);
    expect(judge({ history, lines: ["w1 part 1", "w1 part 1"] }).kinds).toEqual(["twice"]);
  });

  test("blames answers that no report should get", () => {
    const refused = completed({ status: 404, type: "run-not-found" });
    expect(judge({ history: { reports: [refused, completed()] } }).kinds).toEqual(["report"]);
  });
});
