import { setTimeout as delay } from "node:timers/promises";
import type { Portal } from "../portal/index.ts";
import { STEP } from "./bench-run.ts";

const LOOK_EVERY_MS = 15;
const GIVE_UP_MS = 90_000;

/** One process that called our step, as the portal saw it. */
export interface Call {
  startedAt: number;
  /** When the process got its answer and ended. */
  completedAt: number;
}

interface Waiting {
  local: Portal;
  id: string;
  startedAt: number;
  resolve(call: Call): void;
  reject(error: unknown): void;
}

export interface ProcessLoad {
  /** Starts a process with our step and waits until the portal has its answer. */
  run(local: Portal): Promise<Call>;
  stop(): void;
}

/** Starts processes on local portals and looks for their ends, all in one look. */
export function openProcessLoad(): ProcessLoad {
  const waiting = new Set<Waiting>();
  const timer = setInterval(() => {
    for (const one of waiting) look(waiting, one);
  }, LOOK_EVERY_MS);
  return {
    run: async (local) => {
      const { id, startedAt } = await startProcess(local);
      return new Promise((resolve, reject) => {
        const since = new Date(startedAt).getTime();
        waiting.add({ local, id, startedAt: since, resolve, reject });
      });
    },
    stop: () => {
      clearInterval(timer);
      waiting.clear();
    },
  };
}

export async function startProcess(local: Portal): Promise<{ id: string; startedAt: string }> {
  return local.startWorkflow({ code: STEP, properties: { period: "week", limit: "5" } });
}

function look(waiting: Set<Waiting>, one: Waiting): void {
  const { local, id, startedAt } = one;
  const workflow = local.workflow(id);
  const completedAt = workflow?.finishedAt ?? null;
  if (completedAt === null && Date.now() - startedAt < GIVE_UP_MS) return;
  waiting.delete(one);
  if (completedAt === null) {
    one.reject(new Error(`Process ${id} was not answered in ${GIVE_UP_MS} ms.`));
  } else if (workflow?.returnValues?.["status"] === "ok") {
    one.resolve({ startedAt, completedAt: new Date(completedAt).getTime() });
  } else {
    one.reject(new Error(`Process ${id} ended with ${JSON.stringify(workflow?.returnValues)}.`));
  }
}

/** Every portal always has one process under way; returns those that ended in the window. */
export async function runBusily(
  load: ProcessLoad,
  input: { portals: Portal[]; warmSeconds: number; seconds: number },
): Promise<Call[]> {
  const { portals, warmSeconds, seconds } = input;
  const from = Date.now() + warmSeconds * 1_000;
  const to = from + seconds * 1_000;
  const calls: Call[] = [];
  const client = async (local: Portal): Promise<void> => {
    while (Date.now() < to) calls.push(await load.run(local));
  };
  await Promise.all(portals.map(client));
  return calls.filter(({ completedAt }) => completedAt >= from && completedAt < to);
}

/** Processes start at a steady pace, whatever the answers take. */
export async function runSteadily(
  load: ProcessLoad,
  input: { portals: Portal[]; perSecond: number; seconds: number },
): Promise<Call[]> {
  const { portals, perSecond, seconds } = input;
  const startAt = performance.now();
  const calls: Promise<Call>[] = [];
  for (let number = 0; number < perSecond * seconds; number += 1) {
    const local = portals[number % portals.length];
    if (local !== undefined) calls.push(load.run(local));
    const waitMs = startAt + ((number + 1) * 1_000) / perSecond - performance.now();
    if (waitMs > 0) await delay(waitMs);
  }
  return Promise.all(calls);
}

export function durations(calls: Call[]): number[] {
  return calls.map(({ startedAt, completedAt }) => completedAt - startedAt);
}
