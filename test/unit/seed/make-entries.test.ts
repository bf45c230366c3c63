import { describe, expect, test } from "vitest";
import { parseEntry } from "../../../lib/archive/index.ts";
import { makeEntries } from "../../seed/make-entries.ts";
import { planPortals, type PortalPlan } from "../../seed/plan.ts";

const PLAN = { seed: 7, entries: 30_000, portals: 20, until: new Date("2026-11-01T00:00:00Z") };

function planned(number: number): PortalPlan {
  const portal = planPortals(PLAN)[number - 1];
  if (portal === undefined) throw new Error("The plan has no such portal.");
  return portal;
}

describe("the plan", () => {
  test("shares all entries out, the largest portal getting about 30 %", () => {
    const sizes = planPortals(PLAN).map(({ entries }) => entries);

    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(PLAN.entries);
    expect(sizes[0]).toBeGreaterThan(PLAN.entries * 0.28);
    expect(sizes[0]).toBeLessThan(PLAN.entries * 0.32);
    expect(sizes).toEqual([...sizes].sort((left, right) => right - left));
  });

  test("gives other portals for another seed", () => {
    const members = planPortals(PLAN).map(({ memberId }) => memberId);
    const others = planPortals({ ...PLAN, seed: 8 }).map(({ memberId }) => memberId);

    expect(new Set([...members, ...others]).size).toBe(40);
  });
});

describe("entries", () => {
  test.each([1, 2, 3])(
    "of portal %i are as many as planned, in order of time and number",
    (number) => {
      const portal = planned(number);

      const entries = [...makeEntries(portal)];

      expect(entries).toHaveLength(portal.entries);
      const times = entries.map(({ timestampX }) => Date.parse(timestampX));
      expect(times.every((time, at) => at === 0 || time >= (times[at - 1] ?? 0))).toBe(true);
      expect(entries.every(({ id }, at) => at === 0 || id > (entries[at - 1]?.id ?? 0))).toBe(true);
      expect(times[0]).toBeGreaterThanOrEqual(portal.from.getTime());
      expect(times.at(-1)).toBeLessThan(portal.until.getTime());
    },
  );

  test("are the same every time, from wherever one begins", () => {
    const portal = planned(1);
    const all = [...makeEntries(portal)];

    expect([...makeEntries(portal)]).toEqual(all);
    expect([...makeEntries(portal, 4_321)]).toEqual(all.slice(4_321));
    expect([...makeEntries(portal, portal.entries)]).toEqual([]);
  });

  test("have their portal's offset, also across a change of clocks", () => {
    const offsets = new Set(
      [...makeEntries(planned(2))].map((entry) => entry.timestampX.slice(19)),
    );

    expect([...offsets].sort()).toEqual(["+01:00", "+02:00"]);
  });

  test("come mostly in office hours of working days", () => {
    const entries = [...makeEntries(planned(1))];
    const atWork = entries.filter(({ timestampX }) => {
      const hour = Number(timestampX.slice(11, 13));
      const weekday = new Date(`${timestampX.slice(0, 10)}T00:00:00Z`).getUTCDay();
      return hour >= 8 && hour < 19 && weekday >= 1 && weekday <= 5;
    });

    expect(atWork.length / entries.length).toBeGreaterThan(0.75);
  });

  test("hold every form of description", () => {
    const entries = [...makeEntries(planned(1)), ...makeEntries(planned(3))];
    const has = (pattern: RegExp) =>
      entries.some(({ description }) => description !== null && pattern.test(description));

    expect(has(/^\{.*"requestId"/)).toBe(true);
    expect(has(/"before":.*"after":/)).toBe(true);
    expect(has(/^a:\d+:\{s:/)).toBe(true);
    expect(has(/^==[\w+/]+=*$/)).toBe(true);
    expect(has(/<br>/)).toBe(true);
    expect(has(/[а-яё]{4}/)).toBe(true);
    expect(entries.some(({ description }) => description === null)).toBe(true);
    expect(entries.some(({ description }) => description === "")).toBe(true);
  });

  test("lose their tokens when they are parsed", () => {
    const parsed = [...makeEntries(planned(1))].map((row) => parseEntry(row));

    expect(parsed.some(({ requestUri }) => requestUri.includes("auth=***"))).toBe(true);
    expect(parsed.some(({ requestUri }) => /auth=[0-9a-f]{8}/.test(requestUri))).toBe(false);
  });
});
