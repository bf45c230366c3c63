import { vi } from "vitest";

/** Does the work by a clock that is a millisecond further at each look: one of effort is over at once, on any machine. */
export async function outOfTime<T>(work: () => Promise<T>): Promise<T> {
  const now = performance.now.bind(performance);
  let ahead = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + (ahead += 1));
  try {
    return await work();
  } finally {
    clock.mockRestore();
  }
}
