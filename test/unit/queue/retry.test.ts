import { describe, expect, test } from "vitest";
import { AppError, ERROR_CODES, notFound, unavailable } from "../../../lib/errors.ts";
import { decideRetry } from "../../../lib/queue/index.ts";

describe("decideRetry", () => {
  test("knows every code", () => {
    for (const code of ERROR_CODES) {
      expect(["retry", "stop"]).toContain(decideRetry(new AppError(code, "x")).action);
    }
  });

  test("repeats what may pass, also unknown errors, and stops at what cannot", () => {
    expect(decideRetry(unavailable("away"))).toEqual({ action: "retry", afterSeconds: 5 });
    expect(decideRetry(new TypeError("bug")).action).toBe("retry");
    expect(decideRetry("odd").action).toBe("retry");
    expect(decideRetry(new AppError("portal_removed", "gone")).action).toBe("retry");
    expect(decideRetry(notFound("run", "1")).action).toBe("stop");
  });
});
