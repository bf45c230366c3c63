import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { LIVE_SIZE } from "../../../app/(frame)/p/[portalKey]/log/_ui/entry-query.ts";
import {
  BUFFER_MAX,
  POLL_MS,
  QUIET,
} from "../../../app/(frame)/p/[portalKey]/log/_ui/live-feed.ts";
import { makeGrowingLog as makeLog } from "./growing-log.ts";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});
describe("a live feed", () => {
  test("puts new rows in, newest first, when nothing holds them", async () => {
    const { log, feed } = makeLog(12);

    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS);

    expect(log.inserted).toEqual(["12", "11"]);
    expect(log.state).toEqual(QUIET);
    feed.stop();
  });

  test("goes on from the newest row it has seen", async () => {
    const { log, feed } = makeLog(12);
    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS);

    log.newest = 13;
    await vi.advanceTimersByTimeAsync(POLL_MS);

    expect(log.asked).toEqual(["10", "12"]);
    expect(log.inserted).toEqual(["13", "12", "11"]);
    feed.stop();
  });

  test("follows full pages until the newest row, so that nothing is jumped over", async () => {
    const { log, feed } = makeLog(10 + LIVE_SIZE * 2 + 5);

    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS);

    expect(log.inserted).toHaveLength(LIVE_SIZE * 2 + 5);
    expect(log.inserted[0]).toBe(String(log.newest));
    feed.stop();
  });

  test("keeps rows back while the reader must not be moved and says why", async () => {
    const { log, feed } = makeLog(12);
    log.held = "scrolled";

    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS);

    expect(log.inserted).toEqual([]);
    expect(log.state).toMatchObject({ waiting: 2, held: "scrolled" });
    feed.stop();
  });

  test("lets waiting rows in once nothing holds them", async () => {
    const { log, feed } = makeLog(12);
    log.held = "row";
    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS);

    feed.settle();
    expect(log.inserted).toEqual([]);
    log.held = null;
    feed.settle();

    expect(log.inserted).toEqual(["12", "11"]);
    expect(log.state.waiting).toBe(0);
    feed.stop();
  });

  test("lets waiting rows in when the reader asks, whatever holds them", async () => {
    const { log, feed } = makeLog(12);
    log.held = "text";
    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS);

    feed.show();

    expect(log.inserted).toEqual(["12", "11"]);
    feed.stop();
  });

  test("stops counting above its limit and offers to reload instead", async () => {
    const { log, feed } = makeLog(BUFFER_MAX * 2);
    log.held = "scrolled";

    feed.start("0");
    await vi.advanceTimersByTimeAsync(POLL_MS);
    const asked = log.asked.length;
    feed.show();
    await vi.advanceTimersByTimeAsync(POLL_MS * 3);

    expect(log.state.isOver).toBe(true);
    expect(log.inserted).toEqual([]);
    expect(log.asked).toHaveLength(asked);
    feed.stop();
  });

  test("counts rows that came late, while they wait and once when they are in", async () => {
    const { log, feed } = makeLog(13);
    log.late = ["12"];
    log.held = "scrolled";
    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS);
    expect(log.state).toMatchObject({ waiting: 3, late: 1 });

    feed.show();
    expect(log.state).toMatchObject({ waiting: 0, late: 1 });
    await vi.advanceTimersByTimeAsync(POLL_MS);

    expect(log.inserted).toEqual(["13", "12", "11"]);
    expect(log.state).toMatchObject({ waiting: 0, late: 0 });
    feed.stop();
  });

  test("leaves rows below the loaded ones to paging", async () => {
    const { log, feed } = makeLog(13);
    log.below = ["11", "12"];

    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS * 2);

    expect(log.inserted).toEqual(["13"]);
    expect(log.asked).toEqual(["10", "13"]);
    feed.stop();
  });

  test("rests while the page is hidden and catches up without loss", async () => {
    const { log, feed } = makeLog(12);
    log.isHidden = true;
    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS * 4);
    expect(log.asked).toEqual([]);

    log.isHidden = false;
    log.newest = 15;
    feed.poke();
    await vi.advanceTimersByTimeAsync(0);

    expect(log.inserted).toEqual(["15", "14", "13", "12", "11"]);
    feed.stop();
  });

  test("waits longer after each failure, says since when, and recovers", async () => {
    const { log, feed } = makeLog(12);
    log.isDown = true;
    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS);
    const since = log.state.failedSince;
    await vi.advanceTimersByTimeAsync(POLL_MS * 2);
    expect(log.asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(POLL_MS * 2);
    expect(log.asked).toHaveLength(2);

    log.isDown = false;
    feed.poke();
    await vi.advanceTimersByTimeAsync(0);

    expect(since).not.toBeNull();
    expect(log.state).toEqual(QUIET);
    expect(log.inserted).toEqual(["12", "11"]);
    feed.stop();
  });

  test("notes each reading, also one without news", async () => {
    const { log, feed } = makeLog(10);

    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS * 2);

    expect(log.reads).toBe(2);
    feed.stop();
  });

  test("drops the answer that arrives after it was stopped", async () => {
    const { log, feed } = makeLog(12);
    feed.start("10");
    await vi.advanceTimersByTimeAsync(POLL_MS - 1);

    const turn = vi.advanceTimersByTimeAsync(1);
    feed.stop();
    await turn;

    expect(log.inserted).toEqual([]);
    expect(log.state).toEqual(QUIET);
  });
});

test("looks as often as was chosen, and less often while answers fail", async () => {
  const { log, feed } = makeLog(3);
  log.pollMs = 2_000;
  feed.start("0");
  await vi.advanceTimersByTimeAsync(2_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(log.asked).toEqual(["0", "3"]);
  log.isDown = true;
  await vi.advanceTimersByTimeAsync(2_000);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(log.asked).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(log.asked).toHaveLength(4);
  feed.stop();
});
