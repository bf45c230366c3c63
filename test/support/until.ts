import { setTimeout as pause } from "node:timers/promises";

/** Asks again and again until the answer is neither undefined, null nor false, and returns it. */
export async function until<T>(
  ask: () => T | Promise<T>,
  input: { timeoutMs?: number; what?: string } = {},
): Promise<Exclude<T, undefined | null | false>> {
  const { timeoutMs = 30_000, what = "the condition" } = input;
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) {
      return answer as Exclude<T, undefined | null | false>;
    }
    if (Date.now() > giveUpAt) throw new Error(`Waited ${timeoutMs} ms for ${what}.`);
    await pause(20);
  }
}
