import { describe, expect, test } from "vitest";
import { isTimeZone, parseTime, toInstant, type Zone } from "../../../lib/steps/time.ts";

const berlin: Zone = { kind: "named", name: "Europe/Berlin" };
const plus3: Zone = { kind: "offset", minutes: 180 };

function read(text: string, zone: Zone, edge: "start" | "end" = "start"): string | null {
  const time = parseTime(text);
  return time === null ? null : new Date(toInstant(time, zone, edge)).toISOString();
}

describe("a time a process hands over", () => {
  test.each([
    ["2026-09-01T14:00:00+02:00", "2026-09-01T12:00:00.000Z"],
    ["2026-09-01T14:00:00Z", "2026-09-01T14:00:00.000Z"],
    ["2026-09-01T14:00:00.123Z", "2026-09-01T14:00:00.000Z"],
    ["2026-09-01 14:00", "2026-09-01T11:00:00.000Z"],
    ["01.09.2026 14:00:00", "2026-09-01T11:00:00.000Z"],
    ["1.9.2026", "2026-08-31T21:00:00.000Z"],
    ["09/01/2026 02:00:00 pm", "2026-09-01T11:00:00.000Z"],
    ["09/01/2026 12:00:00 AM", "2026-08-31T21:00:00.000Z"],
    ["09/01/2026 12:30 pm", "2026-09-01T09:30:00.000Z"],
    ["01.09.2026 14:00:00 [7200]", "2026-09-01T12:00:00.000Z"],
    ["  2026-09-01 ", "2026-08-31T21:00:00.000Z"],
  ])("is read in the portal's zone unless it has an offset: %s", (text, expected) => {
    expect(read(text, plus3)).toBe(expected);
  });

  test.each([
    "",
    "yesterday",
    "31.02.2026",
    "2026-13-01",
    "13/13/2026",
    "25:00",
    "09/01/2026 13:00 pm",
    "2026-09-01T24:00:00",
  ])("that is none is refused: %s", (text) => {
    expect(parseTime(text)).toBeNull();
  });

  test("as a day means the whole day at the end of a range", () => {
    expect(read("01.09.2026", plus3, "end")).toBe("2026-09-01T21:00:00.000Z");
    expect(read("01.09.2026 00:00", plus3, "end")).toBe("2026-08-31T21:00:00.000Z");
  });

  test("follows the zone's clock changes", () => {
    expect(read("28.03.2026 12:00", berlin)).toBe("2026-03-28T11:00:00.000Z");
    expect(read("29.03.2026 12:00", berlin)).toBe("2026-03-29T10:00:00.000Z");
    expect(read("29.03.2026 01:30", berlin)).toBe("2026-03-29T00:30:00.000Z");
    expect(read("25.10.2026 12:00", berlin)).toBe("2026-10-25T11:00:00.000Z");
  });
});

test("a zone is known or not", () => {
  expect(isTimeZone("Europe/Berlin")).toBe(true);
  expect(isTimeZone("Mars/Base")).toBe(false);
});
