import { log } from "../log.ts";

interface RepeatInput {
  name: string;
  everyMs: number;
  work(): Promise<unknown>;
}

/** Does something again and again, never twice at a time; a failure is logged and the next round tries anew. */
export function repeat({ name, everyMs, work }: RepeatInput): { stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  const round = (): void => {
    running ??= work()
      .then(() => undefined)
      .catch((error: unknown) => {
        log("error", "worker.round_failed", { name, error });
      })
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(round, everyMs);
  round();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
