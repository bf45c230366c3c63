import { describe, expect, test } from "vitest";
import {
  keptSince,
  removedSpans,
  removedStretches,
  type RemovedClass,
} from "../../../../lib/archive/copy/removed-spans.ts";

const at = (text: string) => new Date(`${text}T00:00:00Z`);

function removed(
  keep: RemovedClass["keep"],
  [first, last]: [string, string],
  removedAt = "2026-11-01",
): RemovedClass {
  return { keep, firstMonth: at(first), lastMonth: at(last), removedAt: at(removedAt) };
}

function spansOf(
  classes: RemovedClass[],
  { begin = null, kept = null }: { begin?: string | null; kept?: string | null },
) {
  const stretches = removedStretches(classes, begin === null ? null : at(begin));
  return removedSpans(stretches, { keptFrom: kept === null ? null : at(kept) });
}

const show = (spans: ReturnType<typeof spansOf>) =>
  spans.map(({ from, to, months, isWhole }) => [
    ...[from.slice(0, 10), to.slice(0, 10), months],
    isWhole ? "whole" : "part",
  ]);

describe("removed time", () => {
  test("reaches from the log's begin to the end of each class's newest month", () => {
    const classes = [
      removed(1, ["2026-08-01", "2026-09-01"]),
      removed(6, ["2026-04-01", "2026-04-01"]),
    ];

    expect(show(spansOf(classes, { begin: "2026-02-11", kept: "2026-05-02" }))).toEqual([
      ["2026-02-11", "2026-05-01", 6, "whole"],
      ["2026-05-01", "2026-10-01", 1, "part"],
    ]);
  });

  test("is never whole where an entry was kept", () => {
    const classes = [removed(1, ["2026-09-01", "2026-09-01"])];

    expect(show(spansOf(classes, { begin: "2026-02-11", kept: "2026-02-11" }))).toEqual([
      ["2026-02-11", "2026-10-01", 1, "part"],
    ]);
  });

  test("from before the log's begin stands for itself", () => {
    const classes = [
      removed(3, ["2024-05-01", "2024-06-01"]),
      removed(1, ["2024-05-01", "2026-09-01"]),
    ];

    expect(show(spansOf(classes, { begin: "2026-09-11", kept: "2026-10-02" }))).toEqual([
      ["2024-05-01", "2024-07-01", 3, "whole"],
      ["2026-09-11", "2026-10-01", 1, "whole"],
    ]);
  });

  test("of an old year is all of it, where the table held all of it", () => {
    const year = [removed(12, ["2003-01-01", "2003-01-01"])];
    const month = [removed(120, ["2016-01-01", "2016-01-01"], "2026-02-01")];

    expect(show(spansOf(year, {}))).toEqual([["2003-01-01", "2004-01-01", 12, "whole"]]);
    expect(show(spansOf(month, {}))).toEqual([["2016-01-01", "2016-02-01", 120, "whole"]]);
  });
});

describe("what is kept", () => {
  const spans = spansOf([removed(1, ["2026-09-01", "2026-09-01"])], { kept: "2026-10-05" });

  test("begins with the first entry behind what is gone", () => {
    expect(keptSince(spans, at("2026-10-05"))).toEqual(at("2026-10-05"));
    expect(keptSince(spans, null)).toEqual(at("2026-10-01"));
  });

  test("begins nowhere else while something of all times is left", () => {
    const part = spans.map((span) => ({ ...span, isWhole: false }));

    expect(keptSince(part, at("2026-09-05"))).toBeNull();
    expect(keptSince([], at("2026-09-05"))).toBeNull();
  });
});
