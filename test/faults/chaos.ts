import { setTimeout as pause } from "node:timers/promises";
import { until } from "../support/until.ts";
import { ACTIONS } from "./actions.ts";
import { openAsAdmin, openFaultBed, type FaultBed } from "./bed.ts";
import { startCalls } from "./calls.ts";
import { collectFacts } from "./check/facts.ts";
import { judgeCloud } from "./check/judge-cloud.ts";
import { judgeJobs, tellJobs, type JobVerdict } from "./check/judge-jobs.ts";
import { judgeFacts, type Verdict } from "./check/verdict.ts";
import { openJobSystems } from "./jobs/systems.ts";
import { seededRandom, type Random } from "./random.ts";
import { restart, type Scene } from "./scene.ts";

export interface ChaosInput {
  seed: number;
  runs: number;
  portals: number;
  workers: number;
  /** Calls a second that the portals make. */
  rate: number;
  logLevel?: "debug" | "info";
  say: (line: string) => void;
}

export interface ChaosResult extends Verdict {
  kills: number;
  jobs: JobVerdict;
  /** That the suite gave out, or was given, for its outside jobs. */
  secrets: [name: string, secret: string][];
  /** The one line. */
  line: string;
  actions: number;
}

const DRAIN_MS = 240_000;
const BATCH = 50;

/** Disturbs an installation while its portals call it, heals it, waits for the end and judges. */
export async function runChaos(
  input: ChaosInput,
  inspect: (bed: FaultBed, result: ChaosResult) => Promise<void>,
): Promise<ChaosResult> {
  const { seed, portals: count, workers, logLevel = "info" } = input;
  const bed = await openFaultBed({ workers, seed, logLevel });
  try {
    const scene = await makeScene(bed, seededRandom(seed), count);
    try {
      await disturb(scene, input);
      await heal(scene);
      const isQuiet = await drain(scene);
      const result = await judge(scene, isQuiet);
      await inspect(bed, result);
      return result;
    } finally {
      await scene.jobs.stop();
    }
  } finally {
    await bed.stop();
  }
}

async function makeScene(bed: FaultBed, random: Random, count: number): Promise<Scene> {
  const marks = new Map<string, number>();
  for (let place = 0; place < count; place += 1) {
    const portal = await bed.addPortal(20 + place);
    const own = 3 + place;
    portal.eventLog.appendRows(Array.from({ length: own }, () => ({ auditTypeId: "MARK" })));
    marks.set(portal.memberId, own);
  }
  const ended = new AbortController();
  return {
    ...{
      bed,
      random,
      marks,
      jobs: await openJobSystems(bed),
      removed: new Set(),
      revoked: new Set(),
      claimed: new Set(),
      kills: 0,
      lostAnswers: 0,
      actions: 0,
    },
    ...{ open: new Set(), ended, say: () => undefined },
  };
}

async function disturb(scene: Scene, input: ChaosInput): Promise<void> {
  scene.say = input.say;
  const random = scene.random.fork("actions");
  const calling = startCalls(scene, input);
  let isCalling = true;
  void calling.finally(() => {
    isCalling = false;
  });
  const wheel = ACTIONS.flatMap((action) => Array.from({ length: action.weight }, () => action));
  while (isCalling) {
    await pause(random.between(200, 900));
    const action = random.pick(wheel);
    const stream = random.fork(`${action.name} ${scene.actions}`);
    scene.actions += 1;
    const undo = action.start(scene, stream);
    scene.open.add(undo);
    void undo.finally(() => scene.open.delete(undo));
    input.say(action.name);
  }
  await calling;
}

async function heal(scene: Scene): Promise<void> {
  const { bed } = scene;
  scene.ended.abort();
  await Promise.all(scene.open);
  bed.cloud.faults.clear();
  for (const link of [bed.webLink, bed.databaseLink, ...scene.jobs.links]) link.set("up");
  Object.assign(bed.cloud.queue.settings, { duplicate: false, reorder: false });
  await bed.database.start();
  for (const program of [bed.web, ...bed.workers]) {
    program.signal("SIGCONT");
    await restart(scene, program, {});
  }
  await bed.cloud.queue.idle();
}

const OPEN = `SELECT (SELECT count(*) FROM run WHERE state IN ('received', 'running', 'settled'))
  + (SELECT count(*) FROM step_job j JOIN portal p ON p.id = j.portal_id AND p.state = 'active'
    WHERE j.closed_at IS NULL OR j.told = 'pending') AS open`;

/** Waits until every accepted call is a run and every run has ended; false when that takes too long. */
async function drain(scene: Scene): Promise<boolean> {
  const { bed } = scene;
  const isDone = async (): Promise<boolean> => {
    await repairAccess(scene);
    const [row] = await bed.sql<{ open: string }>(OPEN);
    if (row?.open !== "0" || !scene.jobs.isIdle()) return false;
    const { facts } = await collectFacts(bed);
    return facts.every(({ isAccepted, runs }) => !isAccepted || runs.length > 0);
  };
  try {
    await until(isDone, { timeoutMs: DRAIN_MS, what: "all runs to end" });
    // The portal does a completion a moment after it took it.
    await pause(200);
    return true;
  } catch {
    return false;
  }
}

/** An administrator sees the banner of a portal whose access is lost, and opens the app. */
export async function repairAccess({ bed, removed }: Scene): Promise<void> {
  const rows = await bed.sql<{ member: string }>(
    "SELECT member_id AS member FROM portal WHERE state IN ('auth_lost', 'payment_required')",
  );
  for (const { member } of rows) {
    const portal = bed.cloud.findPortal(member);
    if (portal !== null && !removed.has(member) && portal.app().isAdded) await openAsAdmin(portal);
  }
  await pause(rows.length > 0 ? 1_000 : 150);
}

async function judge(scene: Scene, isQuiet: boolean): Promise<ChaosResult> {
  const { bed, kills, marks, removed, actions } = scene;
  const { facts, strays } = await collectFacts(bed);
  const verdict = judgeFacts(facts, { marks, removed });
  const cloud = judgeCloud(bed.cloud);
  verdict.secondEffects += cloud.secondEffects;
  verdict.repeated += cloud.repeated;
  verdict.outOfOrder += cloud.lateLines;
  verdict.refusals += cloud.refusals;
  verdict.offences.push(...cloud.offences);
  const jobs = judgeJobs(facts, { ...scene.jobs, faults: scene.jobs.faults(), removed });
  verdict.offences.push(...jobs.offences);
  for (const run of strays) {
    verdict.offences.push({ kind: "foreign", detail: `run ${run.id} of nobody`, fact: null });
  }
  for (const detail of [bed.web, ...bed.workers].flatMap((program) => program.ownEnds())) {
    verdict.offences.push({ kind: "died", detail, fact: null });
  }
  if (!isQuiet) {
    verdict.offences.push({ kind: "lost", detail: "not all runs ended in time", fact: null });
  }
  if (verdict.repeated > BATCH * (kills + scene.lostAnswers)) {
    const detail = `${verdict.repeated} after ${kills} kills`;
    verdict.offences.push({ kind: "repeated", detail, fact: null });
  }
  if (jobs.needless > kills + scene.lostAnswers) {
    const detail = `${jobs.needless} jobs sent again after ${kills} kills`;
    verdict.offences.push({ kind: "repeated", detail, fact: null });
  }
  const line = `${toLine(verdict, kills)}; ${tellJobs(jobs)}`;
  return { ...verdict, kills, actions, jobs, secrets: scene.jobs.secrets(), line };
}

function toLine(verdict: Verdict, kills: number): string {
  const { accepted, success, failure, timeout, cancelled, undeliverable, lost } = verdict;
  return (
    `accepted ${accepted}, delivered success ${success} failure ${failure} timeout ${timeout} ` +
    `cancelled ${cancelled}, undeliverable ${undeliverable}, lost ${lost}, second completions ` +
    `with effect ${verdict.secondEffects}, repeated lines ${verdict.repeated} (kills ${kills}), ` +
    `out-of-order lines ${verdict.outOfOrder}, limit refusals ${verdict.refusals}`
  );
}
