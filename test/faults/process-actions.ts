import { disturbLink, freezeProgram, killProgram, last, restart, type Action } from "./scene.ts";

/** Processes, the database and the links between them. */
export const processActions: Action[] = [
  {
    name: "kill a worker",
    weight: 6,
    start: (scene, random) => killProgram(scene, random, random.pick(scene.bed.workers)),
  },
  {
    name: "kill the web process",
    weight: 2,
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
    start: async (scene, random) => {
      const worker = random.pick(scene.bed.workers);
      if (!worker.isRunning()) return;
      await worker.stop();
      await restart(scene, worker, {});
    },
  },
  {
    name: "freeze a worker",
    weight: 2,
    start: (scene, random) => freezeProgram(scene, random, random.pick(scene.bed.workers)),
  },
  {
    name: "cut the way to the app",
    weight: 2,
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
];
