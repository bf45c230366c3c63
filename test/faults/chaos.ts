import { setTimeout as pause } from "node:timers/promises";
import type { Portal } from "../portal/index.ts";
import { until } from "../support/until.ts";
import { ACTIONS } from "./actions.ts";
import { openAsAdmin, openFaultBed, type FaultBed } from "./bed.ts";
import { collectFacts } from "./check/facts.ts";
import { judgeCloud } from "./check/judge-cloud.ts";
import { judgeFacts, MARKED_DOCUMENT, type Verdict } from "./check/verdict.ts";
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
    await disturb(scene, input);
    await heal(scene);
    const isQuiet = await drain(scene);
    const result = await judge(scene, isQuiet);
    await inspect(bed, result);
    return result;
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

async function startCalls(scene: Scene, { runs, rate }: ChaosInput): Promise<void> {
  const random = scene.random.fork("calls");
  const startedAt = performance.now();
  for (let place = 0; place < runs; place += 1) {
    const portal = random.pick(scene.bed.cloud.portals);
    const draw = random.fork(`call ${place}`);
    if (portal.stepRegistry.find("logbook_search") !== null) await startCall(portal, draw);
    const dueMs = ((place + 1) * 1_000) / rate - (performance.now() - startedAt);
    if (dueMs > 0) await pause(dueMs);
  }
}

async function startCall(portal: Portal, random: Random): Promise<void> {
  const isMarked = random.chance(0.5);
  await portal.startWorkflow({
    code: "logbook_search",
    properties: isMarked
      ? { period: "week", event_types: ["MARK"] }
      : { period: "week", limit: "5" },
    documentId: ["crm", "CCrmDocumentDeal", isMarked ? MARKED_DOCUMENT : "DEAL_1"],
    timeoutSeconds: random.pick([0, 0, 0, 0, 0, 0, 600, 600, 600, 20]),
    useSubscription: random.chance(0.05) ? "N" : null,
  });
}

async function heal(scene: Scene): Promise<void> {
  const { bed } = scene;
  scene.ended.abort();
  await Promise.all(scene.open);
  bed.cloud.faults.clear();
  for (const link of [bed.webLink, bed.databaseLink]) link.set("up");
  Object.assign(bed.cloud.queue.settings, { duplicate: false, reorder: false });
  await bed.database.start();
  for (const program of [bed.web, ...bed.workers]) {
    program.signal("SIGCONT");
    await restart(scene, program, {});
  }
  await bed.cloud.queue.idle();
}

const OPEN = `SELECT count(*)::int AS open FROM run
  WHERE state IN ('received', 'running', 'settled')`;

/** Waits until every accepted call is a run and every run has ended; false when that takes too long. */
async function drain(scene: Scene): Promise<boolean> {
  const { bed } = scene;
  const isDone = async (): Promise<boolean> => {
    await repairAccess(scene);
    const [row] = await bed.sql<{ open: number }>(OPEN);
    if (row === undefined || row.open > 0) return false;
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
  return { ...verdict, kills, actions, line: toLine(verdict, kills) };
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
