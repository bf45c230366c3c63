import { describe, expect, test } from "vitest";
import {
  compareIds,
  entriesPath,
  joinPages,
  joinUsers,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/entry-query.ts";
import { EMPTY_FILTER } from "../../../app/(frame)/p/[portalKey]/log/_ui/log-address.ts";
import { makePage } from "./make-entry.ts";

const now = new Date("2026-11-21T10:30:00Z");

describe("the request for entries", () => {
  test("carries every part of the filter, times as UTC with seconds", () => {
    const filter = { from: "now-1h", to: null, types: ["A", "B"], user: 0, id: null };

    const path = entriesPath(filter, { before: "77", now, timeZone: "UTC" });

    expect(path).toBe(
      "/api/v1/entries?from=2026-11-21T09%3A30%3A00Z&type=A%2CB&user=0&before=77&limit=100",
    );
  });

  test("asks for newer rows by the number of the newest known one", () => {
    const path = entriesPath(EMPTY_FILTER, { after: "446315", now, timeZone: "UTC" });

    expect(path).toBe("/api/v1/entries?after=446315&limit=100");
  });
});

describe("pages joined to one list", () => {
  test("hold each entry once, newest first, however they overlap", () => {
    const rows = joinPages([
      makePage(["12", "11"]),
      makePage(["11", "9", "10"]),
      makePage(["100"]),
    ]);

    expect(rows.map((row) => row.id)).toEqual(["100", "12", "11", "10", "9"]);
  });

  test("keep the people of all pages", () => {
    const person = { id: 1, name: "Anna", photoUrl: null, isActive: true, isKnown: true };
    const first = { ...makePage([]), users: { 1: person } };
    const second = { ...makePage([]), users: { 2: { ...person, id: 2 } } };

    expect(Object.keys(joinUsers([first, second]))).toEqual(["1", "2"]);
  });
});

test("numbers wider than a JavaScript number are compared exactly", () => {
  expect(compareIds("9007199254740993", "9007199254740992")).toBeGreaterThan(0);
  expect(compareIds("999", "1000")).toBeLessThan(0);
  expect(compareIds("5", "5")).toBe(0);
});
