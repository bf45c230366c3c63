import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startLongTimer } from "../../../lib/runs/long-timer.ts";

const DAY_MS = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test.each([1, 24, 25, 50, 365])("a timer of %i days fires then and not before", (days) => {
  const fire = vi.fn();
  startLongTimer(days * DAY_MS, fire);

  vi.advanceTimersByTime(days * DAY_MS - 1);
  expect(fire).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(fire).toHaveBeenCalledTimes(1);
});

test("a cleared timer does not fire, also after its first part", () => {
  const fire = vi.fn();
  const timer = startLongTimer(60 * DAY_MS, fire);

  vi.advanceTimersByTime(30 * DAY_MS);
  timer.clear();
  vi.advanceTimersByTime(100 * DAY_MS);

  expect(fire).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});
