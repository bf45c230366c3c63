import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { makePlaces } from "../../../lib/queue/places.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const names = (count: number) => Array.from({ length: count }, (_, place) => `p${place}`);

describe("makePlaces", () => {
  test("gives no more places than there are, and takes them back", () => {
    const places = makePlaces({ places: 2, onFree: vi.fn() });
    const leave = places.take("a");
    places.take("b");
    vi.advanceTimersByTime(1_000_000);

    expect(places.free()).toBe(0);
    leave();
    expect(places.free()).toBe(1);
  });

  test("frees the place of what takes long, and says so", () => {
    const onFree = vi.fn();
    const places = makePlaces({ places: 2, slow: { afterMs: 5_000, places: 2 }, onFree });
    for (const name of names(2)) places.take(name);

    vi.advanceTimersByTime(4_999);
    expect([places.free(), onFree.mock.calls.length]).toEqual([0, 0]);
    vi.advanceTimersByTime(1);

    expect([places.free(), onFree.mock.calls.length]).toEqual([2, 2]);
    expect(places.isCrowded()).toBe(true);
    expect(places.avoided()).toEqual(["p0", "p1"]);
  });

  test("counts what comes from a slow group as slow from its start, until it was quick once", () => {
    const places = makePlaces({ places: 2, slow: { afterMs: 5_000, places: 9 }, onFree: vi.fn() });
    const leave = places.take("a");
    vi.advanceTimersByTime(5_000);
    leave();

    const leaveAgain = places.take("a");
    expect(places.free()).toBe(2);
    leaveAgain();
    places.take("a");

    expect(places.free()).toBe(1);
  });

  test("counts a suspect as slow, but only while there is room for slow ones", () => {
    const places = makePlaces({ places: 2, slow: { afterMs: 5_000, places: 1 }, onFree: vi.fn() });
    for (const name of names(2)) places.take(name, { isSuspect: true });

    expect(places.free()).toBe(1);
    expect(places.isCrowded()).toBe(true);
  });

  test("tries one that was slow before now and then, and never one that hangs", () => {
    let now = 0;
    const slow = { afterMs: 5_000, places: 2 };
    const places = makePlaces({ places: 4, slow, now: () => now, onFree: vi.fn() });
    const leave = places.take("was slow");
    vi.advanceTimersByTime(5_000);
    leave();
    for (const name of names(1)) places.take(name);
    vi.advanceTimersByTime(5_000);
    expect(places.trial()).toBeNull();
    places.take("p0");
    vi.advanceTimersByTime(5_000);

    expect(places.isCrowded()).toBe(true);
    expect(places.avoided()).toEqual(["was slow", "p0"]);
    expect(places.trial()).toEqual(["p0"]);
    // It has an ordinary place: there is no room among the slow ones.
    const leaveAgain = places.take("was slow");
    expect(places.free()).toBe(3);
    expect(places.trial()).toBeNull();
    leaveAgain();
    expect(places.avoided()).toEqual(["p0"]);
    now = 4_999;
    expect(places.trial()).toBeNull();
    now = 5_000;
    expect(places.trial()).toEqual(["p0"]);
  });

  test("tries none that would keep its ordinary place when it hangs once more", () => {
    const slow = { afterMs: 5_000, places: 2, most: 3 };
    const places = makePlaces({ places: 4, slow, now: () => Date.now(), onFree: vi.fn() });
    for (const name of ["once", ...names(2)]) places.take(name);
    vi.advanceTimersByTime(5_000);
    expect(places.isCrowded()).toBe(true);
    expect(places.free()).toBe(4);

    for (let time = 0; time < 5; time += 1) {
      expect(places.trial()).toBeNull();
      vi.advanceTimersByTime(5_000);
    }
  });

  test("lets the slow ones beyond the most keep their places", () => {
    const slow = { afterMs: 5_000, places: 1, most: 3 };
    const places = makePlaces({ places: 4, slow, onFree: vi.fn() });
    for (const name of names(4)) places.take(name);
    vi.advanceTimersByTime(5_000);

    expect(places.free()).toBe(3);
  });
});
