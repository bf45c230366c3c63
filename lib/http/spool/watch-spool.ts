import { count } from "../../counts.ts";
import { log } from "../../log.ts";
import { replayFile, type Fate, type ReplayReport, type SpoolDoor } from "./replay-file.ts";
import type { SpoolFolder } from "./spool-folder.ts";
import type { SpoolWriter } from "./spool-writer.ts";

const LOOK_EVERY_MS = 1_000;
const TELL_EVERY = 60;
const REST_MS = { failed: 60_000, unknown: 5_000 };

interface WatchSpoolInput {
  folder: SpoolFolder;
  writer: SpoolWriter;
  findDoor(name: string): SpoolDoor | undefined;
  isReachable(): Promise<boolean>;
  judge(error: unknown): Fate;
}

export interface SpoolWatch {
  /** True while calls wait and the database did not answer at the last look. */
  isAway(): boolean;
  counts: { broken: number; givenUp: number };
  stop(): Promise<void>;
}

/** Looks every second for kept calls, also those of dead processes, and handles them once the database is back. */
export function watchSpool(input: WatchSpoolInput): SpoolWatch {
  const { folder, writer } = input;
  const restUntil = new Map<string, number>();
  const counts = { broken: 0, givenUp: 0 };
  let isAway = false;

  const replay = async (path: string): Promise<void> => {
    const report = await replayFile(path, { ...input, ...folder });
    log("info", "spool.replayed", { ...report });
    counts.broken += report.broken;
    counts.givenUp += report.givenUp;
    countReport(report);
    isAway = report.isAway;
    restUntil.delete(path);
    if (report.leftIn !== null && !isAway)
      restUntil.set(report.leftIn, performance.now() + restOf(report));
  };

  const look = async (): Promise<void> => {
    const due = folder.claim().filter((path) => (restUntil.get(path) ?? 0) <= performance.now());
    isAway = due.length > 0 && !(await input.isReachable());
    if (isAway || due.length === 0) return;
    // All that are due were there before: none of them is written to from here on.
    await writer.endFile();
    for (const path of due) {
      await replay(path);
      if (isAway) return;
    }
  };

  const timer = repeat(look);
  return { isAway: () => isAway, counts, stop: async () => timer.stop() };
}

function countReport(report: ReplayReport): void {
  const { stored, refused, failed, broken, givenUp } = report;
  const results = { stored, refused, failed, broken, given_up: givenUp };
  for (const [result, calls] of Object.entries(results)) {
    if (calls > 0) count("spool_calls_total", { result }, calls);
  }
}

function restOf(report: ReplayReport): number {
  return report.failed > 0 ? REST_MS.failed : REST_MS.unknown;
}

// Never two looks at a time; a look that fails is told and the next one tries anew.
function repeat(look: () => Promise<void>): { stop(): Promise<void> } {
  let looking: Promise<void> | undefined;
  let failures = 0;
  const timer = setInterval(() => {
    looking ??= look()
      .then(() => {
        failures = 0;
      })
      .catch((error: unknown) => {
        if (failures % TELL_EVERY === 0) log("error", "spool.look_failed", { error });
        failures += 1;
      })
      .finally(() => {
        looking = undefined;
      });
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
