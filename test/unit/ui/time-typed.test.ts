import { describe, expect, test } from "vitest";
import { readTyped } from "../../../app/(frame)/p/[portalKey]/log/_ui/time-typed.ts";

const clock = { now: new Date("2026-11-21T12:00:00Z"), timeZone: "Europe/Moscow" };
const rangeOf = (text: string) => readTyped(text, clock)?.range ?? null;

describe("a typed time that counts back from now", () => {
  test.each([
    ["2h", "now-2h"],
    ["2 hours", "now-2h"],
    ["last 2 hours", "now-2h"],
    ["an hour", "now-1h"],
    ["last week", "now-1w"],
    ["15 min", "now-15m"],
    ["2 ч", "now-2h"],
    ["за 3 дня", "now-3d"],
    ["за последний час", "now-1h"],
    ["последние 2 недели", "now-2w"],
    ["за неделю", "now-1w"],
    ["за сутки", "now-1d"],
    ["now-24h", "now-24h"],
  ])("%s stays relative", (text, from) => {
    expect(rangeOf(text)).toEqual({ from, to: null });
  });

  test("as a name of a day begins and ends with that day", () => {
    expect(rangeOf("today")).toEqual({ from: "now/d", to: null });
    expect(rangeOf("Вчера")).toEqual({ from: "now-1d/d", to: "now/d" });
    const read = readTyped("позавчера", clock);
    expect(read?.from.toISOString()).toBe("2026-11-18T21:00:00.000Z");
    expect(read?.to.toISOString()).toBe("2026-11-19T21:00:00.000Z");
  });

  test("in months, which have no equal length, becomes two moments", () => {
    expect(rangeOf("1 month")?.from).toBe("2026-10-21T12:00:00.000Z");
    expect(rangeOf("за месяц")?.from).toBe("2026-10-21T12:00:00.000Z");
  });
});

describe("a typed range of the calendar", () => {
  test.each([
    ["01.11 - 03.11 14:00", "2026-10-31T21:00:00.000Z", "2026-11-03T11:00:00.000Z"],
    ["с 01.11 по 03.11", "2026-10-31T21:00:00.000Z", "2026-11-03T21:00:00.000Z"],
    ["from 2026-11-01 to 2026-11-03", "2026-10-31T21:00:00.000Z", "2026-11-03T21:00:00.000Z"],
    ["01.11–03.11", "2026-10-31T21:00:00.000Z", "2026-11-03T21:00:00.000Z"],
    ["2026-11-05", "2026-11-04T21:00:00.000Z", "2026-11-05T21:00:00.000Z"],
  ])("%s is meant in the zone shown", (text, from, to) => {
    expect(rangeOf(text)).toEqual({ from, to });
  });
});

test.each(["", "  ", "soon", "31.02", "03.11.2026 - 01.11.2026", "2 parsecs", "25:99"])(
  "%s is no time",
  (text) => {
    expect(rangeOf(text)).toBeNull();
  },
);
