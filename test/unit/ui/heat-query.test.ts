import { describe, expect, test } from "vitest";
import { timesOf, withCell } from "../../../app/(frame)/p/[portalKey]/log/_ui/heat-query.ts";

const range = {
  from: "2026-10-19T00:00:00.000Z",
  to: "2026-11-02T00:00:00.000Z",
  timeZone: "Europe/Berlin",
};

describe("the times of an hour and a day of the week", () => {
  test("follow the clock of the zone across its change", () => {
    const times = timesOf({ day: 3, hour: 12, ...range });
    expect(times.map(({ from }) => new Date(from).toISOString())).toEqual([
      "2026-10-22T10:00:00.000Z",
      "2026-10-29T11:00:00.000Z",
    ]);
    expect(times.every(({ from, to }) => to - from === 3_600_000)).toBe(true);
  });

  test("are cut at the range", () => {
    const from = "2026-10-22T10:30:00.000Z";
    const [first] = timesOf({ day: 3, hour: 12, ...range, from });
    expect(first?.from).toBe(Date.parse(from));
  });
});

describe("a cell as a condition", () => {
  test("joins the query as a whole, whatever stands in it", () => {
    expect(withCell("anna OR boris", "include", { day: 3, hour: 12, ...range })).toBe(
      "(anna OR boris) (time:[2026-10-22T10:00:00.000Z TO 2026-10-22T10:59:59.999Z] OR " +
        "time:[2026-10-29T11:00:00.000Z TO 2026-10-29T11:59:59.999Z])",
    );
  });

  test("can be excluded", () => {
    const one = { ...range, to: "2026-10-23T00:00:00.000Z" };
    expect(withCell("", "exclude", { day: 3, hour: 12, ...one })).toBe(
      "-time:[2026-10-22T10:00:00.000Z TO 2026-10-22T10:59:59.999Z]",
    );
  });

  test("is none when its times are too many", () => {
    const years = { ...range, from: "2024-01-01T00:00:00.000Z" };
    expect(withCell("", "include", { day: 3, hour: 12, ...years })).toBeNull();
  });
});
