import { setTimeout as pause } from "node:timers/promises";
import type { Portal } from "../portal/index.ts";
import type { FaultBed } from "./bed.ts";
import type { JobSystems } from "./jobs/systems.ts";
import type { Program, StartExtra } from "./program.ts";
import type { Random } from "./random.ts";
import type { LinkState, TcpProxy } from "./tcp-proxy.ts";

export interface Scene {
  bed: FaultBed;
  random: Random;
  /** Marked entries of each portal's log. */
  marks: Map<string, number>;
  jobs: JobSystems;
  removed: Set<string>;
  /** A refused pair confirms a claimed uninstall: no portal gets both. */
  revoked: Set<string>;
  claimed: Set<string>;
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
export async function last(scene: Scene, ms: number): Promise<void> {
  await pause(ms, undefined, { signal: scene.ended.signal }).catch(() => undefined);
}

export async function killProgram(scene: Scene, random: Random, program: Program): Promise<void> {
  if (!program.isRunning()) return;
  scene.kills += 1;
  await program.kill();
  await last(scene, random.between(0, 2_000));
  const offsetMs = random.pick([0, 0, 600_000, -600_000]);
  const clock = offsetMs === 0 ? undefined : { offsetMs, afterMs: random.between(0, 4_000) };
  await restart(scene, program, { clock });
}

/** As the product's own supervisor does: a start may fail while the database is away. */
export async function restart(scene: Scene, program: Program, extra: StartExtra): Promise<void> {
  for (let tries = 0; tries < 60 && !(await program.start(extra)); tries += 1) await pause(500);
}

export async function freezeProgram(scene: Scene, random: Random, program: Program): Promise<void> {
  if (!program.isRunning()) return;
  program.signal("SIGSTOP");
  await last(scene, random.pick([300, 2_000, 18_000]));
  program.signal("SIGCONT");
}

export async function disturbLink(
  scene: Scene,
  link: TcpProxy,
  how: [LinkState, number],
): Promise<void> {
  const [state, ms] = how;
  scene.lostAnswers += 1;
  link.set(state);
  await last(scene, ms);
  link.set("up");
}

export function portalOf({ bed }: Scene, random: Random): Portal {
  return random.pick(bed.cloud.portals);
}
