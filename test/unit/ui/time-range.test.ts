import { describe, expect, test } from "vitest";
import {
  isTimeText,
  lastOf,
  presetRange,
  presetOf,
  resolveTime,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/time-range.ts";

const now = new Date("2026-11-21T10:30:00Z");

describe("a time text", () => {
  test.each(["now", "now-24h", "now-7d/d", "2026-11-01T10:00:00Z", "2026-11-01T10:00+03:00"])(
    "%s is understood",
    (text) => {
      expect(isTimeText(text)).toBe(true);
    },
  );

  test.each([
    "",
    "yesterday",
    "now-",
    "now-5y",
    "2026-11-01",
    "2026-13-01T10:00:00Z",
    "1793491200",
  ])("%s is refused", (text) => {
    expect(isTimeText(text)).toBe(false);
    expect(resolveTime(text, now, "UTC")).toBeNull();
  });

  test("counts back from the given moment", () => {
    expect(resolveTime("now-24h", now, "UTC")?.toISOString()).toBe("2026-11-20T10:30:00.000Z");
  });

  test("with /d begins at midnight of the shown zone", () => {
    const at = resolveTime("now-1d/d", now, "Europe/Moscow");

    expect(at?.toISOString()).toBe("2026-11-19T21:00:00.000Z");
  });

  test("keeps the offset of an absolute time", () => {
    const at = resolveTime("2026-11-01T10:00:00+03:00", now, "UTC");

    expect(at?.toISOString()).toBe("2026-11-01T07:00:00.000Z");
  });
});

describe("a ready range", () => {
  test("is recognised from the address it makes", () => {
    expect(presetOf(presetRange("7d"))).toBe("7d");
    expect(presetOf(presetRange("yesterday"))).toBe("yesterday");
    expect(presetOf(presetRange("all"))).toBe("all");
  });

  test("is none when the end is set or the start is another one", () => {
    expect(presetOf({ from: "now-1h", to: "now" })).toBeNull();
    expect(presetOf({ from: "now-3h", to: null })).toBeNull();
  });

  test("that counts back is told in words, any other one is not", () => {
    expect(lastOf({ from: "now-3h", to: null })).toEqual({ count: 3, unit: "h" });
    expect(lastOf({ from: "now-3h", to: "now-1h" })).toBeNull();
    expect(lastOf({ from: "now-1d/d", to: null })).toBeNull();
  });
});
