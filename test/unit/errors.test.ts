import { describe, expect, test } from "vitest";
import * as errors from "../../lib/errors.ts";

describe("errors", () => {
  test.each([
    [errors.invalidInput("x"), "invalid_input"],
    [errors.unauthorized("x"), "unauthorized"],
    [errors.forbidden("x"), "forbidden"],
    [errors.notFound("run", "7"), "not_found"],
    [errors.conflict("x"), "conflict"],
    [errors.unavailable("x"), "unavailable"],
    [errors.internal("x"), "internal"],
    [errors.configInvalid("x"), "config_invalid"],
  ])("%s carries the code %s", (error, code) => {
    expect(error.code).toBe(code);
    expect(errors.ERROR_CODES).toContain(code);
    expect(errors.isAppError(error)).toBe(true);
  });

  test("a missing thing is named with its id", () => {
    expect(errors.notFound("run", "7").message).toBe("There is no run 7.");
  });

  test("details, cause and the hint for a repeat travel with the error", () => {
    const cause = new Error("socket closed");

    const error = new errors.AppError("portal_unavailable", "No answer.", {
      cause,
      details: [{ at: "/query", message: "is empty" }],
      retryAfterMs: 1_000,
      platformCode: "INTERNAL",
      isOutcomeUnknown: true,
    });

    expect(error).toMatchObject({
      cause,
      details: [{ at: "/query", message: "is empty" }],
      retryAfterMs: 1_000,
      platformCode: "INTERNAL",
      isOutcomeUnknown: true,
    });
  });

  test("an error of ours is told from others and by its code", () => {
    expect(errors.isAppError(new Error("x"))).toBe(false);
    expect(errors.isAppError(null)).toBe(false);
    expect(errors.isAppError(errors.conflict("x"), "not_found")).toBe(false);
    expect(errors.isAppError(errors.conflict("x"), "conflict")).toBe(true);
  });

  test("an outcome counts as known unless said otherwise", () => {
    expect(errors.internal("x").isOutcomeUnknown).toBe(false);
    expect(errors.internal("x").details).toEqual([]);
    expect("cause" in errors.internal("x")).toBe(false);
  });
});
