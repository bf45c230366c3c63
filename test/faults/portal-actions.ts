import type { FaultRule } from "../portal/index.ts";
import type { Random } from "./random.ts";
import { portalOf, type Action, type Scene } from "./scene.ts";

function addFault(scene: Scene, rule: FaultRule): Promise<void> {
  scene.lostAnswers += rule.times ?? 1;
  scene.bed.cloud.faults.add([rule]);
  return Promise.resolve();
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
  action: random.pick([
    { html: true },
    { status: 500 },
    { status: 503 },
    { html: true, status: 200 },
  ]),
});
const slow: Draw = (random) => ({
  times: random.between(1, 5),
  action: { delayMs: random.pick([300, 1_500, 4_000]) },
});

/** Portals and their auth server in trouble. */
export const portalActions: Action[] = [
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
];
