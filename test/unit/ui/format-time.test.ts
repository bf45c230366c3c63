import { describe, expect, test } from "vitest";
import {
  formatDateTime,
  formatOffset,
  instantOf,
  isTimeZone,
  toIsoSeconds,
  wallTime,
} from "../../../app/_ui/time/format-time.ts";

const at = new Date("2026-11-21T21:05:09Z");

describe("a time on screen", () => {
  test("is written in ISO order, and day first in Russian", () => {
    const timeZone = "Europe/Moscow";

    expect(formatDateTime(at, { timeZone, lang: "en" })).toBe("2026-11-22 00:05:09");
    expect(formatDateTime(at, { timeZone, lang: "ru" })).toBe("22.11.2026 00:05:09");
  });

  test("names its zone by the offset, with minutes where there are some", () => {
    expect(formatOffset(at, "Europe/Moscow")).toBe("UTC+3");
    expect(formatOffset(at, "Asia/Kolkata")).toBe("UTC+5:30");
    expect(formatOffset(at, "America/St_Johns")).toBe("UTC−3:30");
    expect(formatOffset(at, "UTC")).toBe("UTC");
  });
});

describe("a wall time", () => {
  test.each(["Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Auckland"])(
    "in %s leads back to its instant",
    (zone) => {
      expect(instantOf(wallTime(at, zone), zone)).toEqual(at);
    },
  );

  test("stays right on both sides of a clock change", () => {
    const evening = { year: 2026, month: 10, day: 24, hour: 23, minute: 0, second: 0 };
    const morning = { ...evening, day: 25, hour: 9 };

    expect(instantOf(evening, "Europe/Berlin").toISOString()).toBe("2026-10-24T21:00:00.000Z");
    expect(instantOf(morning, "Europe/Berlin").toISOString()).toBe("2026-10-25T08:00:00.000Z");
  });

  test("that a clock change skips gives the instant just after it", () => {
    const skipped = { year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 };

    expect(instantOf(skipped, "Europe/Berlin").toISOString()).toBe("2026-03-29T01:30:00.000Z");
  });
});

test("a time leaves for the server with seconds and without milliseconds", () => {
  expect(toIsoSeconds(new Date("2026-11-21T21:05:09.123Z"))).toBe("2026-11-21T21:05:09Z");
});

test("a zone the browser does not know is refused", () => {
  expect(isTimeZone("Europe/Berlin")).toBe(true);
  expect(isTimeZone("Mars/Olympus")).toBe(false);
});
