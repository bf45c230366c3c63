import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { keepOf, type KeepRules } from "../../../../lib/archive/keep/keep-class.ts";
import { isOver, monthDay, monthOf } from "../../../../lib/archive/keep/months.ts";

describe("the class of an entry", () => {
  const rules: KeepRules = {
    months: 36,
    rules: [
      { severities: ["DEBUG"], types: ["USER_*"], months: 1 },
      { severities: ["debug", "INFO"], months: 3 },
      { types: ["FILE_*_ADD", "*_DELETE"], months: 0 },
      { types: ["*"], severities: ["ALERT"], months: 120 },
    ],
  };

  test.each([
    ["DEBUG", "USER_LOGIN", 1],
    ["debug", "user_login", 1],
    ["DEBUG", "FILE_X_ADD", 3],
    ["INFO", "USER_LOGIN", 3],
    ["ERROR", "FILE_X_ADD", 0],
    ["ERROR", "FILE_ADD", 36],
    ["ERROR", "FILE_X_ADDED", 36],
    ["ERROR", "IBLOCK_DELETE", 0],
    ["ALERT", "", 120],
    ["SECURITY", "USER_LOGIN", 36],
  ])("%s %s is kept %d months", (severity, auditTypeId, months) => {
    const classOf = keepOf(rules);

    expect(classOf(severity, auditTypeId)).toBe(months);
    expect(classOf(severity, auditTypeId)).toBe(months);
  });

  test("follows stars like a regular expression does", () => {
    const text = fc.string({ unit: fc.constantFrom("A", "B", ".", "*", "_"), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (pattern, code) => {
        const classOf = keepOf({ months: 1, rules: [{ types: [pattern], months: 3 }] });
        const literal = pattern.split("*").map((piece) => piece.replace(/\./g, "\\."));
        const isHit = new RegExp(`^${literal.join(".*")}$`, "s").test(code);

        expect(classOf("INFO", code)).toBe(isHit ? 3 : 1);
      }),
    );
  });

  test("is found in no time for a hostile code", () => {
    const classOf = keepOf({ months: 1, rules: [{ types: ["*A*A*A*A*B"], months: 3 }] });
    const startedAt = performance.now();
    classOf("INFO", "A".repeat(200_000));

    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test("does not remember codes without end", () => {
    const classOf = keepOf(rules);
    for (let n = 0; n < 20_000; n += 1) classOf("INFO", `X${n}`);

    expect(classOf("DEBUG", "USER_LOGIN")).toBe(1);
  });
});

describe("a month", () => {
  const month = monthOf(new Date("2026-01-31T23:59:59Z"));

  test.each([
    [1, "2026-02-28T23:59:59.999Z", false],
    [1, "2026-03-01T00:00:00Z", true],
    [12, "2027-01-31T23:59:59Z", false],
    [12, "2027-02-01T00:00:00Z", true],
    [0, "2199-01-01T00:00:00Z", false],
  ] as const)("of class %d is over at %s: %s", (keep, now, expected) => {
    expect(isOver({ keep, month, now: new Date(now) })).toBe(expected);
  });

  test("is written by its first day, also before and after the turn of a year", () => {
    expect([month - 1, month, month + 11, month + 12].map(monthDay)).toEqual([
      "2025-12-01",
      "2026-01-01",
      "2026-12-01",
      "2027-01-01",
    ]);
  });
});
