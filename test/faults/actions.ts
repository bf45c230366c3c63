import { setTimeout as pause } from "node:timers/promises";
import type { FaultRule, Portal } from "../portal/index.ts";
import { openAsAdmin, type FaultBed } from "./bed.ts";
import { forgeCalls } from "./forge.ts";
import type { Program } from "./program.ts";
import type { Random } from "./random.ts";
import type { LinkState, TcpProxy } from "./tcp-proxy.ts";

export interface Scene {
  bed: FaultBed;
  random: Random;
  /** Marked entries of each portal's log. */
  marks: Map<string, number>;
  removed: Set<string>;
  kills: number;
  /** Answers that the suite may have dropped. */
  lostAnswers: number;
  actions: number;
  /** Actions that are not undone yet. */
  open: Set<Promise<void>>;
  ended: AbortController;
  say: (line: string) => void;
}

export interface Action {
  name: string;
  weight: number;
  /** Ends when what it disturbed is whole again. */
  start(scene: Scene, random: Random): Promise<void>;
}

/** Waits, but not beyond the end of the disturbance. */
async function last(scene: Scene, ms: number): Promise<void> {
  await pause(ms, undefined, { signal: scene.ended.signal }).catch(() => undefined);
}

async function killProgram(scene: Scene, random: Random, program: Program): Promise<void> {
  if (!program.isRunning()) return;
  scene.kills += 1;
  await program.kill();
  await last(scene, random.between(0, 2_000));
  const offsetMs = random.pick([0, 0, 600_000, -600_000]);
  const clock = offsetMs === 0 ? undefined : { offsetMs, afterMs: random.between(0, 4_000) };
  await program.start({ clock });
}

async function freezeProgram(scene: Scene, random: Random, program: Program): Promise<void> {
  if (!program.isRunning()) return;
  program.signal("SIGSTOP");
  await last(scene, random.pick([300, 2_000, 18_000]));
  program.signal("SIGCONT");
}

async function disturbLink(scene: Scene, link: TcpProxy, how: [LinkState, number]): Promise<void> {
  const [state, ms] = how;
  scene.lostAnswers += 1;
  link.set(state);
  await last(scene, ms);
  link.set("up");
}

function addFault(scene: Scene, rule: FaultRule): Promise<void> {
  scene.lostAnswers += rule.times ?? 1;
  scene.bed.cloud.faults.add([rule]);
  return Promise.resolve();
}

function portalOf({ bed }: Scene, random: Random): Portal {
  return random.pick(bed.cloud.portals);
}

type Draw = (random: Random) => Pick<FaultRule, "action" | "times">;

function restFault(kind: "rest2" | "rest3" | "auth", method: string, draw: Draw) {
  return async (scene: Scene, random: Random): Promise<void> => {
    const { memberId } = portalOf(scene, random);
    return addFault(scene, { match: { kind, method, memberId }, ...draw(random) });
  };
}

function isFaulty(scene: Scene, code: string): boolean {
  return scene.bed.cloud.faults.list().some(({ action }) => action.error === code);
}

const few = (random: Random): number => random.between(1, 3);
const cut: Draw = (random) => {
  const action = random.chance(0.5) ? { dropBefore: true } : { dropAfter: true };
  return { times: few(random), action };
};
const broken: Draw = (random) => ({
  times: few(random),
  action: random.pick([{ html: true }, { status: 500 }, { status: 503 }, { html: true, status: 200 }]),
});
const slow: Draw = (random) => ({
  times: random.between(1, 5),
  action: { delayMs: random.pick([300, 1_500, 4_000]) },
});

/** What may happen at any moment; a heavier one happens more often. */
export const ACTIONS: Action[] = [
  {
    name: "kill a worker",
    weight: 6,
    start: (scene, random) => killProgram(scene, random, random.pick(scene.bed.workers)),
  },
  {
    name: "kill the web process",
    weight: 3,
    start: (scene, random) => killProgram(scene, random, scene.bed.web),
  },
  {
    name: "kill the database",
    weight: 3,
    start: async (scene, random) => {
      scene.kills += 1;
      await scene.bed.database.kill(random.pick(["SIGKILL", "SIGQUIT"]));
      await last(scene, random.pick([0, 500, 2_000, 5_000]));
      await scene.bed.database.start();
    },
  },
  {
    name: "deploy a worker",
    weight: 2,
    start: async ({ bed }, random) => {
      const worker = random.pick(bed.workers);
      if (!worker.isRunning()) return;
      await worker.stop();
      await worker.start();
    },
  },
  {
    name: "freeze a worker",
    weight: 2,
    start: (scene, random) => freezeProgram(scene, random, random.pick(scene.bed.workers)),
  },
  {
    name: "cut the way to the app",
    weight: 3,
    start: (scene, random) =>
      disturbLink(scene, scene.bed.webLink, [
        random.pick(["down", "mute", "silent"]),
        random.between(100, 1_500),
      ]),
  },
  {
    name: "cut the way to the database",
    weight: 3,
    start: (scene, random) =>
      disturbLink(scene, scene.bed.databaseLink, [
        random.pick(["down", "mute", "silent"]),
        random.between(100, 3_000),
      ]),
  },
  { name: "cut a batch", weight: 5, start: restFault("rest2", "batch", cut) },
  { name: "cut a reading of the log", weight: 2, start: restFault("rest3", "main.*", cut) },
  { name: "break a batch", weight: 3, start: restFault("rest2", "batch", broken) },
  { name: "break a reading of the log", weight: 2, start: restFault("rest3", "main.*", broken) },
  { name: "slow batches", weight: 3, start: restFault("rest2", "batch", slow) },
  { name: "slow readings of the log", weight: 2, start: restFault("rest3", "main.*", slow) },
  {
    name: "a storm of 503",
    weight: 1,
    start: async (scene, random) => {
      if (isFaulty(scene, "QUERY_LIMIT_EXCEEDED")) return;
      const action = { error: "QUERY_LIMIT_EXCEEDED" };
      await restFault("rest2", "batch", () => ({ times: 3, action }))(scene, random);
    },
  },
  {
    name: "a storm of 429",
    weight: 1,
    start: async (scene, random) => {
      if (isFaulty(scene, "OPERATION_TIME_LIMIT")) return;
      const action = { error: "OPERATION_TIME_LIMIT" };
      const method = random.pick(["bizproc.event.send", "batch"]);
      await restFault("rest2", method, () => ({ times: 3, action }))(scene, random);
    },
  },
  {
    name: "lose a renewal's answer",
    weight: 1,
    start: restFault("auth", "oauth.token", () => ({ times: 1, action: { dropAfter: true } })),
  },
  {
    name: "the auth server is ill",
    weight: 1,
    start: restFault("auth", "oauth.token", broken),
  },
  {
    name: "end the access tokens",
    weight: 3,
    start: async (scene, random) => {
      const { memberId } = portalOf(scene, random);
      const now = scene.bed.cloud.clock.now();
      for (const token of scene.bed.cloud.tokenList(memberId)) {
        if (token.kind === "access") token.expiresAt = now;
      }
    },
  },
  {
    name: "revoke all tokens, and let the administrator open the app",
    weight: 1,
    start: async (scene, random) => {
      const portal = portalOf(scene, random);
      const { memberId } = portal;
      const { clientId, tokens } = scene.bed.cloud;
      tokens.revokeInstallation({ memberId, clientId });
      await last(scene, random.between(500, 3_000));
      if (portal.app().isAdded) await openAsAdmin(portal);
    },
  },
  {
    name: "double and mix up calls",
    weight: 3,
    start: async (scene, random) => {
      const { settings } = scene.bed.cloud.queue;
      Object.assign(settings, { duplicate: random.pick([0.2, 1]), reorder: true });
      await last(scene, random.between(500, 4_000));
      Object.assign(settings, { duplicate: false, reorder: false });
    },
  },
  {
    name: "forge calls",
    weight: 3,
    start: (scene, random) => forgeCalls(scene.bed, random),
  },
  {
    name: "an employee claims an uninstall",
    weight: 1,
    start: async (scene, random) => {
      const portal = portalOf(scene, random);
      if (portal.app().isAdded) portal.sendEvent({ event: "ONAPPUNINSTALL", data: { CLEAN: "0" } });
    },
  },
  {
    name: "lapse and payment",
    weight: 1,
    start: async (scene, random) => {
      const portal = portalOf(scene, random);
      portal.setPayment({ expired: true });
      await last(scene, random.between(500, 4_000));
      portal.setPayment({ expired: false });
    },
  },
  {
    name: "move a portal",
    weight: 1,
    start: (scene, random) => scene.bed.cloud.movePortal(portalOf(scene, random)),
  },
  {
    name: "remove the app from a portal",
    weight: 1,
    start: async (scene) => {
      // Once, from the last portal, and not before it has worked for a while.
      const portal = scene.bed.cloud.portals.at(-1);
      if (portal === undefined || scene.removed.size > 0 || scene.actions < 25) return;
      scene.removed.add(portal.memberId);
      await portal.uninstallApp(false);
    },
  },
];
