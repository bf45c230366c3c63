import { describe, expect, test } from "vitest";
import {
  asOnePage,
  compareIds,
  entriesPath,
  joinPages,
  joinUsers,
  livePath,
  NEWEST,
  type KeptPage,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/entry-query.ts";
import { makeEntry, makePage, NO_COVERAGE } from "./make-entry.ts";

const filter = { q: "a:1 b&c", from: "now-1h", to: null, tz: null, sort: "desc" } as const;
const asked = { filter, timeZone: "Europe/Berlin" };

describe("the request for entries", () => {
  test("carries query and range as they are written, and the zone they are meant in", () => {
    expect(entriesPath(asked, NEWEST)).toBe(
      "/api/v1/entries?q=a%3A1+b%26c&from=now-1h&tz=Europe%2FBerlin&limit=100",
    );
  });

  test("goes on by a cursor, begins around a moment, or has the portal read first", () => {
    const paths = [{ cursor: "abc" }, { around: "2026-11-21T10:00:00Z" }, { isFresh: true }].map(
      (part) => new URL(entriesPath(asked, { ...NEWEST, ...part }), "http://localhost"),
    );

    expect(paths[0]?.searchParams.get("cursor")).toBe("abc");
    expect(paths[1]?.searchParams.get("around")).toBe("2026-11-21T10:00:00Z");
    expect(paths[2]?.searchParams.get("fresh")).toBe("1");
  });

  test("asks for the oldest first only when that is wanted", () => {
    const oldest = { ...asked, filter: { ...filter, sort: "asc" as const } };

    expect(entriesPath(oldest, NEWEST)).toContain("order=asc");
    expect(entriesPath(asked, NEWEST)).not.toContain("order");
  });

  test("asks live for what was stored later, no older than what the list reaches", () => {
    const path = livePath(asked, { after: "446315", from: "2026-11-21T10:00:00Z" });

    expect(path).toContain("/api/v1/live?q=");
    expect(path).toContain("from=2026-11-21T10%3A00%3A00Z");
    expect(path).toContain("after=446315");
  });
});

describe("pages carried over to another range", () => {
  const whole = (ids: string[]): KeptPage => ({
    ...makePage(ids),
    ...{ older: null, newer: null, searchedTo: null, lastSeq: "12", tookMs: 1 },
    ...{ query: { printed: "", faults: [] }, coverage: NO_COVERAGE, tail: null, loading: "none" },
  });

  test("go on at the time of their last row where there was more", () => {
    const page = whole(["12", "11"]);

    expect(asOnePage([{ ...page, older: "cursor" }], "desc")).toMatchObject({
      older: null,
      resumeAt: page.items[1]?.at,
    });
    expect(asOnePage([page], "desc")?.resumeAt).toBeUndefined();
  });

  test("are not carried over while nothing was found in what was looked at so far", () => {
    const searchedTo = "2026-11-21T10:00:00Z";

    expect(asOnePage([{ ...whole([]), older: "cursor", searchedTo }], "desc")).toBeNull();
    expect(asOnePage([whole([])], "desc")?.items).toEqual([]);
  });
});

describe("pages joined to one list", () => {
  test("hold each entry once, newest first, however they overlap", () => {
    const pages = [makePage(["12", "11"]), makePage(["11", "9", "10"]), makePage(["100"])];

    expect(joinPages(pages, "desc").map((row) => row.id)).toEqual(["100", "12", "11", "10", "9"]);
    expect(joinPages(pages, "asc").map((row) => row.id)).toEqual(["9", "10", "11", "12", "100"]);
  });

  test("put an entry that came late to the place of its time", () => {
    const late = makeEntry("900", { at: "2026-11-21T09:05:48Z" });
    const page = makePage(["12", "11"]);
    const older = { items: [makeEntry("5", { at: "2026-11-21T09:05:47Z" })] };

    const rows = joinPages([{ items: [late, ...page.items] }, older], "desc");

    expect(rows.map((row) => row.id)).toEqual(["12", "11", "900", "5"]);
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
