import { last, restart, disturbLink, type Action } from "../scene.ts";

const POINTS = ["before-job-post:kill", "after-job-post:kill"] as const;
const DIES_WITHIN_MS = 6_000;

/** What goes wrong between the product and outside systems. */
export const jobActions: Action[] = [
  {
    name: "cut the way to an outside system",
    weight: 3,
    start: (scene, random) =>
      disturbLink(scene, random.pick(scene.jobs.links), [
        random.pick(["down", "mute", "silent"]),
        random.between(200, 4_000),
      ]),
  },
  {
    name: "kill a worker beside its request",
    weight: 2,
    start: async (scene, random) => {
      const worker = random.pick(scene.bed.workers);
      if (!worker.isRunning()) return;
      scene.kills += 1;
      await worker.kill();
      await restart(scene, worker, { env: { FAULT_POINT: random.pick(POINTS) } });
      await Promise.race([worker.exited(), last(scene, DIES_WITHIN_MS)]);
      await worker.kill();
      await restart(scene, worker, {});
    },
  },
  {
    name: "kill the web process in a report",
    weight: 1,
    start: async (scene) => {
      const { web } = scene.bed;
      if (!web.isRunning()) return;
      scene.kills += 1;
      await web.kill();
      await restart(scene, web, { env: { FAULT_POINT: "after-outside-settle:kill" } });
      await Promise.race([web.exited(), last(scene, DIES_WITHIN_MS)]);
      await web.kill();
      await restart(scene, web, {});
    },
  },
];
