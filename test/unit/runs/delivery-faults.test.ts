import { describe, expect, test } from "vitest";
import { AppError, ERROR_CODES } from "../../../lib/errors.ts";
import { backoffMs, lanePause, rowFault } from "../../../lib/runs/delivery-faults.ts";

const pauseOf = (error: AppError) => lanePause(error, { failures: 3, random: 0.5 });

describe("lanePause", () => {
  test("grows from one second to five minutes and is spread, but never nothing", () => {
    const full = [0, 1, 2, 8, 9, 50].map((failures) => backoffMs({ failures, random: 1 }));

    expect(full).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
    expect(backoffMs({ failures: 0, random: 0 })).toBe(100);
  });

  test("follows the error's own time for limits and counts no failure", () => {
    const error = new AppError("portal_rate_limited", "x", { retryAfterMs: 420 });

    expect(pauseOf(error)).toEqual({ delayMs: 420, reason: null, isFailure: false });
  });

  test("waits long where somebody must act", () => {
    expect(pauseOf(new AppError("portal_payment_required", "x")).delayMs).toBe(86_400_000);
    expect(pauseOf(new AppError("portal_overloaded", "x")).delayMs).toBe(3_600_000);
  });

  test("has a pause and a meaning for rows for every code", () => {
    for (const code of ERROR_CODES) {
      expect(pauseOf(new AppError(code, "x")).delayMs).toBeGreaterThan(0);
      expect(["wait", "retry", "terminal", "token", "gone"]).toContain(rowFault(code));
    }
  });
});
