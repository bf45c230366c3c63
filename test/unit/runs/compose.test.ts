import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compose, type PendingRow, type PendingRun } from "../../../lib/runs/compose.ts";
import { NO_HOLDS, type Holds } from "../../../lib/runs/holds.ts";

const line = (
  seq: number,
  message = `line ${seq}`,
  more: Partial<PendingRow> = {},
): PendingRow => ({
  id: BigInt(seq),
  seq,
  kind: "log",
  message,
  values: null,
  isRepeat: false,
  refusals: 0,
  omitted: 0,
  ...more,
});
const completion = (seq: number): PendingRow => ({
  ...line(seq, "Done."),
  kind: "complete",
  values: { status: "ok" },
});
const makeRun = (rows: PendingRow[], more: Partial<PendingRun> = {}): PendingRun => ({
  runId: "run",
  calledAt: new Date(0),
  isSettled: rows.some(({ kind }) => kind === "complete"),
  isPressed: false,
  isNear: false,
  tokenSealed: "x",
  linesStopped: null,
  lang: "en",
  rows,
  ...more,
});
const texts = (runs: PendingRun[], capacity = 50) =>
  compose(runs, capacity).map(({ text }) => text);

describe("compose", () => {
  test("sends up to five lines one by one and joins more", () => {
    const five = [1, 2, 3, 4, 5].map((seq) => line(seq));

    expect(texts([makeRun(five)])).toHaveLength(5);
    expect(texts([makeRun([...five, line(6)])])).toEqual([
      "line 1\nline 2\nline 3\nline 4\nline 5\nline 6",
    ]);
  });

  test("joins all lines of a settled run in front of its completion", () => {
    expect(texts([makeRun([line(1), line(2), completion(3)])])).toEqual([
      "line 1\nline 2",
      "Done.",
    ]);
  });

  test("marks repeated lines by their number, also inside a joined message", () => {
    const run = makeRun([line(1, "a", { isRepeat: true }), line(2, "b"), completion(3)]);

    expect(texts([run])[0]).toBe("#1 a\nb");
  });

  test("says how many lines were left out", () => {
    expect(texts([makeRun([line(9, "z", { omitted: 3 })])])).toEqual(["… 3 lines left out\nz"]);
  });

  test("sends no lines where they are stopped, but the completion", () => {
    const run = makeRun([line(1), completion(2)], { linesStopped: "workflow_gone" });

    expect(texts([run])).toEqual(["Done."]);
  });

  test("gives every run a share of a batch that is too small for all", () => {
    const long = Array.from({ length: 100 }, (_, place) => line(place + 1, "x".repeat(900)));
    const runs = Array.from({ length: 10 }, (_, place) => makeRun(long, { runId: String(place) }));

    const messages = compose(runs, 50);

    expect(messages).toHaveLength(50);
    for (const run of runs) {
      expect(messages.filter((message) => message.run === run)).toHaveLength(5);
    }
  });

  describe("under the portal's limits on execution time", () => {
    const running = makeRun([line(1)], { runId: "running" });
    const settled = makeRun([line(1), line(2), completion(3)], { runId: "settled" });
    const bare = makeRun([completion(1)], { runId: "bare" });
    const sent = (holds: Partial<Holds>, ...runs: PendingRun[]) =>
      compose(runs, 50, { ...NO_HOLDS, ...holds }).map(
        ({ run, kind, text }) => `${run.runId} ${kind} ${text}`,
      );

    test("leaves held lines out, and with them their run's completion, but no other one", () => {
      const holds = { lines: 5_000, lastLines: 5_000 };

      expect(sent(holds, running, settled, bare)).toEqual(["bare complete Done."]);
    });

    test("lets lines of settled runs use the last tenth", () => {
      expect(sent({ lines: 5_000 }, running, settled)).toEqual([
        "settled log line 1\nline 2",
        "settled complete Done.",
      ]);
    });

    test("leaves held completions out and sends the lines", () => {
      expect(sent({ completions: 5_000 }, running, settled, bare)).toEqual([
        "running log line 1",
        "settled log line 1\nline 2",
      ]);
    });

    test("sends a completion behind its lines only when these cannot be refused", () => {
      expect(sent({ isRisky: true }, settled, bare)).toEqual([
        "settled log line 1\nline 2",
        "bare complete Done.",
      ]);
    });

    test("puts all held lines into the completion's text when its run is pressed", () => {
      const long = Array.from({ length: 20 }, (_, place) => line(place + 1, "x".repeat(190)));
      const pressed = makeRun([...long, completion(21)], { isPressed: true });
      const holds = { ...NO_HOLDS, lines: 5_000, lastLines: 5_000 };

      const messages = compose([pressed], 50, holds);

      expect(messages).toHaveLength(1);
      expect(messages[0]).toMatchObject({ kind: "complete", values: { status: "ok" } });
      expect(messages[0]?.text.split("\n")).toEqual(pressed.rows.map(({ message }) => message));
      expect(messages[0]?.rows).toEqual(pressed.rows);
      expect(messages[0]?.left).toEqual([]);
    });

    test("carries only the first and the last of too many lines, and says how many are left out", () => {
      const long = Array.from({ length: 1_000 }, (_, place) =>
        line(place + 1, `${place + 1} ${"x".repeat(900)}`, { omitted: place === 998 ? 7 : 0 }),
      );
      const pressed = makeRun([...long, completion(1_001)], { isPressed: true });

      const [message] = compose([pressed], 50, { ...NO_HOLDS, lines: 5_000, lastLines: 5_000 });

      expect(message?.text.split("\n").map((text) => text.replace(/ x+$/, ""))).toEqual([
        "1",
        "2",
        "… 1003 lines left out",
        "999",
        "1000",
        "Done.",
      ]);
      expect(message?.left.map(({ seq }) => seq)).toEqual(long.slice(2, 998).map(({ seq }) => seq));
      expect(message?.rows).toHaveLength(1_001);
    });

    test("sends a completion without its lines when it was refused with them", () => {
      const rows = settled.rows.map((row) => ({ ...row, refusals: 1 }));
      const pressed = { ...settled, rows, isPressed: true };

      const [message] = compose([pressed], 50, { ...NO_HOLDS, lines: 5_000, lastLines: 5_000 });

      expect(message).toMatchObject({ kind: "complete", text: "Done.", rows });
      expect(message?.left).toEqual(rows.slice(0, 2));
    });

    test("tries a held completion near its run's deadline", () => {
      const near = { ...bare, isPressed: true, isNear: true };

      expect(sent({ completions: 5_000 }, near)).toEqual(["bare complete Done."]);
      expect(sent({ completions: 5_000 }, { ...near, isNear: false })).toEqual([]);
    });
  });

  test("keeps order, whole lines, the limits and the completion's place for any input", () => {
    const message = fc.string({
      minLength: 1,
      maxLength: 1_000,
      unit: fc.constantFrom("a", "é", "b"),
    });
    const arbitrary = fc
      .array(fc.tuple(fc.array(message, { maxLength: 30 }), fc.boolean()), {
        minLength: 1,
        maxLength: 8,
      })
      .map((runs) =>
        runs.map(([messages, isSettled], place) => {
          const rows = messages.map((text, at) => line(at + 1, text));
          if (isSettled || rows.length === 0) rows.push(completion(rows.length + 1));
          return makeRun(rows, { runId: String(place) });
        }),
      );
    fc.assert(
      fc.property(arbitrary, fc.integer({ min: 5, max: 50 }), (runs, capacity) => {
        const messages = compose(runs, capacity);
        expect(messages.length).toBeLessThanOrEqual(capacity);
        expect(messages.length).toBeGreaterThan(0);
        for (const run of runs) {
          const mine = messages.filter((one) => one.run === run);
          const sent = mine.flatMap(({ rows }) => rows);
          expect(sent).toEqual(run.rows.slice(0, sent.length));
          expect(mine.every(({ text }) => text.length <= 1_000)).toBe(true);
          const end = mine.findIndex(({ kind }) => kind === "complete");
          if (end >= 0) expect(sent).toHaveLength(run.rows.length);
        }
      }),
    );
  });
});
