import { describe, expect, test } from "vitest";
import { isAppError } from "../../../lib/errors.ts";
import {
  evaluate,
  parseMoment,
  parseQuery,
  parseTimeValue,
  printTimeValue,
  resolveMoment,
  resolveTimeRange,
} from "../../../lib/filter/index.ts";
import { evaluateContext, makeEntry } from "./entry.ts";

const clock = { now: new Date("2026-11-21T09:30:15.500Z"), zone: "Europe/Berlin" };

function range(text: string, at = clock): (string | null)[] {
  const value = parseTimeValue(text);
  if (value === null) return ["no time"];
  const { from, to } = resolveTimeRange(value, at);
  return [from.toISOString(), to?.toISOString() ?? null];
}

describe("time values", () => {
  test.each([
    ["now-24h", "2026-11-20T09:30:15.500Z", null],
    ["2h", "2026-11-21T07:30:15.500Z", null],
    ["30 мин", "2026-11-21T09:00:15.500Z", null],
    ["now-7d/d", "2026-11-13T23:00:00.000Z", null],
    ["now/w", "2026-11-15T23:00:00.000Z", null],
    ["now/M", "2026-10-31T23:00:00.000Z", null],
    ["now-1M/M", "2026-09-30T22:00:00.000Z", null],
    ["now/h", "2026-11-21T09:00:00.000Z", null],
    ["today", "2026-11-20T23:00:00.000Z", "2026-11-21T23:00:00.000Z"],
    ["Yesterday", "2026-11-19T23:00:00.000Z", "2026-11-20T23:00:00.000Z"],
    ["вчера", "2026-11-19T23:00:00.000Z", "2026-11-20T23:00:00.000Z"],
    ["2026-10-25", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    ["2026-03-29", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    ["2026-11-01T10:00", "2026-11-01T09:00:00.000Z", "2026-11-01T09:01:00.000Z"],
    ["2026-11-01 10:00:05", "2026-11-01T09:00:05.000Z", "2026-11-01T09:00:06.000Z"],
    ["2026-11-01T10:00:05Z", "2026-11-01T10:00:05.000Z", "2026-11-01T10:00:06.000Z"],
    ["2026-11-01T10:00+03:30", "2026-11-01T06:30:00.000Z", "2026-11-01T06:31:00.000Z"],
    ["01.11", "2026-10-31T23:00:00.000Z", "2026-11-01T23:00:00.000Z"],
    ["01.12", "2025-11-30T23:00:00.000Z", "2025-12-01T23:00:00.000Z"],
    ["29.02", "2024-02-28T23:00:00.000Z", "2024-02-29T23:00:00.000Z"],
    ["1.11.26 9:05", "2026-11-01T08:05:00.000Z", "2026-11-01T08:06:00.000Z"],
    ["10:15", "2026-11-21T09:15:00.000Z", "2026-11-21T09:16:00.000Z"],
    ["01.11 - 03.11 14:00", "2026-10-31T23:00:00.000Z", "2026-11-03T13:00:00.000Z"],
    ["01.11-03.11", "2026-10-31T23:00:00.000Z", "2026-11-03T23:00:00.000Z"],
    ["01.11 – 03.11", "2026-10-31T23:00:00.000Z", "2026-11-03T23:00:00.000Z"],
    ["25.12 - 05.01", "2025-12-24T23:00:00.000Z", "2026-01-05T23:00:00.000Z"],
    ["25.12.2024 - 05.01", "2024-12-24T23:00:00.000Z", "2025-01-05T23:00:00.000Z"],
    ["01.11 10:00 - 12:00", "2026-11-01T09:00:00.000Z", "2026-11-01T11:00:00.000Z"],
    ["yesterday - now", "2026-11-19T23:00:00.000Z", "2026-11-21T09:30:15.500Z"],
  ])("%s begins at %s and ends before %s", (text, from, to) => {
    expect(range(text)).toEqual([from, to]);
  });

  test.each([
    ...["never", "now-", "now-1x", "2026-13-01", "2026-02-29", "31.04", "24:00", "12:60", "5"],
    ...[
      "2026-11-01T10",
      "2026-11-01T10:00+15:00",
      "1 - 2 - 3",
      "01.11 - ",
      "now-101y",
      "9".repeat(90),
    ],
  ])("%s is none", (text) => {
    expect(parseTimeValue(text)).toBeNull();
  });

  test("count days, not hours, over a change of clocks", () => {
    const day = { now: new Date("2026-10-25T12:00:00Z"), zone: "Europe/Berlin" };

    expect(range("now-1d", day)[0]).toBe("2026-10-24T11:00:00.000Z");
    expect(range("now-24h", day)[0]).toBe("2026-10-24T12:00:00.000Z");
  });

  test("are printed so that they are read again", () => {
    for (const text of [
      "now-24h",
      "01.11 14:00 - 03.11",
      "2026-11-01T10:00:05.120+03:30",
      "now+2M/w",
    ]) {
      const value = parseTimeValue(text);

      expect(value !== null && printTimeValue(value)).toBe(text);
    }
  });

  test("need a zone that exists", () => {
    const moment = parseMoment("today");
    const resolve = () => moment && resolveMoment(moment, { ...clock, zone: "Mars/Base" });

    expect(resolve).toThrow(expect.toSatisfy((error) => isAppError(error, "invalid_input")));
  });
});

describe("conditions on the time", () => {
  const found = (text: string, at: string) => {
    const read = parseQuery(text);
    return read.ok && evaluate(read.query, makeEntry({ at }), { ...evaluateContext, ...clock });
  };

  test.each([
    ["time:>2026-11-01", "2026-11-01T22:59:59Z", false],
    ["time:>2026-11-01", "2026-11-01T23:00:00Z", true],
    ["time:<=2026-11-01", "2026-11-01T22:59:59Z", true],
    ["time:<=2026-11-01", "2026-11-01T23:00:00Z", false],
    ["time:>2026-11-01T10:00", "2026-11-01T09:00:00Z", false],
    ["time:>2026-11-01T10:00", "2026-11-01T09:00:01Z", true],
    ["time:[2026-11-01 TO 2026-11-02T10:00]", "2026-11-02T09:00:00Z", true],
    ["time:[2026-11-01 TO 2026-11-02T10:00]", "2026-11-02T09:00:01Z", false],
    ['time:"01.11 - 03.11 14:00"', "2026-11-03T13:00:00Z", false],
    ["time:>2h", "2026-11-21T08:00:00Z", true],
    ["time:now-24h", "2026-11-21T12:00:00Z", true],
  ])("%s at %s: %s", (text, at, isFound) => {
    expect(found(text, at)).toBe(isFound);
  });

  test("take the portal's own time where a row has no other", () => {
    const read = parseQuery("time:10:30");
    const row = makeEntry({ timestampX: "2026-11-21T12:30:59+03:00" });

    expect(read.ok && evaluate(read.query, row, evaluateContext)).toBe(true);
  });
});
