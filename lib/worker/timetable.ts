import type { Ctx } from "../ctx.ts";
import { log } from "../log.ts";
import { enqueue, type Topic } from "../queue/index.ts";

interface Entry {
  topic: Extract<Topic, `${string}.tick` | "archive.keep" | "archive.pack">;
  everySeconds: number;
}

const TIMETABLE: Entry[] = [
  { topic: "maintenance.tick", everySeconds: 600 },
  { topic: "archive.keep", everySeconds: 3_600 },
  { topic: "archive.pack", everySeconds: 3_600 },
  { topic: "archive.tick", everySeconds: 5 },
];

/** Enqueues the regular jobs; of all processes, one succeeds in each slot of time. */
export function startTimetable(ctx: Ctx): { stop(): void } {
  const timers = TIMETABLE.map((entry) => {
    const tick = (): void => {
      enqueue(ctx.db, entry.topic, {}, { everySeconds: entry.everySeconds }).catch(
        (error: unknown) => {
          log("error", "timetable.failed", { topic: entry.topic, error });
        },
      );
    };
    tick();
    return setInterval(tick, entry.everySeconds * 1_000);
  });
  return {
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
