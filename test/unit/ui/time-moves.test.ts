import { describe, expect, test } from "vitest";
import {
  noted,
  previousOf,
  shifted,
  zoomedOut,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/time-moves.ts";

const HOUR = 3_600_000;
const now = Date.parse("2026-11-21T12:00:00Z");

describe("zooming out", () => {
  test("takes the next rung around the same middle", () => {
    const view = { from: now - 11 * HOUR, to: now - 10 * HOUR };
    const wider = zoomedOut(view, now);
    expect(wider).toEqual({ from: now - 12 * HOUR, to: now - 9 * HOUR });
  });

  test("does not reach into the future", () => {
    expect(zoomedOut({ from: now - HOUR, to: now }, now)).toEqual({
      from: now - 3 * HOUR,
      to: now,
    });
  });

  test("ends at the widest rung", () => {
    expect(zoomedOut({ from: now - 90_000 * HOUR, to: now }, now)).toBeNull();
  });
});

describe("shifting", () => {
  test("goes to the stretch right beside", () => {
    const view = { from: now - 2 * HOUR, to: now - HOUR };
    expect(shifted(view, "back", now)).toEqual({ from: now - 3 * HOUR, to: now - 2 * HOUR });
    expect(shifted(view, "onward", now)).toEqual({ from: now - HOUR, to: now });
    expect(previousOf(view)).toEqual({ from: now - 3 * HOUR, to: now - 2 * HOUR });
  });

  test("stops at the present", () => {
    expect(shifted({ from: now - HOUR, to: now }, "onward", now)).toBeNull();
  });
});

describe("the ranges of before", () => {
  const [all, hour, day] = [null, "now-1h", "now-24h"].map((from) => ({ from, to: null }));
  if (all === undefined || hour === undefined || day === undefined) throw new Error("No ranges.");

  test("are remembered in their order, and a step back forgets one", () => {
    const twice = noted(noted({ present: all, past: [] }, hour), day);
    expect(twice).toEqual({ present: day, past: [all, hour] });
    expect(noted(twice, hour)).toEqual({ present: hour, past: [all] });
  });
});
