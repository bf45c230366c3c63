import { fromAbsolute } from "@internationalized/date";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clockValue, parseQuery, printQuery } from "../../../lib/filter/index.ts";

const zones = ["UTC", "Europe/Berlin", "Africa/Casablanca", "Asia/Kolkata", "America/St_Johns"];
const moment = fc.integer({ min: Date.UTC(1996, 0), max: Date.UTC(2044, 0) });

describe("hours and weekdays of a zone", () => {
  test("are those of its clock at every moment", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), moment, (zone, at) => {
        const clock = fromAbsolute(at, zone);
        const day = new Date(Date.UTC(clock.year, clock.month - 1, clock.day)).getUTCDay();

        expect(clockValue("hour", at, zone)).toBe(clock.hour);
        expect(clockValue("weekday", at, zone)).toBe(day === 0 ? 7 : day);
      }),
      { numRuns: 2_000 },
    );
  });

  test("change with the clock: the hour before summer time is followed by the one after next", () => {
    const change = Date.parse("2026-03-29T01:00:00Z");

    expect(clockValue("hour", change - 1, "Europe/Berlin")).toBe(1);
    expect(clockValue("hour", change, "Europe/Berlin")).toBe(3);
  });

  test("are asked for like other numbers", () => {
    const text = "user:* (hour:<8 OR hour:>=20 OR weekday:>5)";
    const read = parseQuery(text);

    expect(read.ok && printQuery(read.query)).toBe(text);
    expect(parseQuery("hour:early").ok).toBe(false);
  });
});
