import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compile,
  completionAt,
  evaluate,
  listChips,
  parseQuery,
  printQuery,
} from "../../../lib/filter/index.ts";
import { evaluateContext, makeEntry, sqlTarget } from "./entry.ts";
import { anyText } from "./trees.ts";

interface Hostile {
  words: string[];
  broken: string[];
  repeated: { text: string; times: number }[];
}

const hostile = JSON.parse(readFileSync("test/fixtures/filter/hostile.json", "utf8")) as Hostile;
const repeated = hostile.repeated.map(({ text, times }) => text.repeat(times));
const all = [...hostile.words, ...hostile.broken, ...repeated];

/** Everything that is done with a text somebody typed. */
function useEverything(text: string): void {
  const read = parseQuery(text);
  const query = read.ok ? read.query : read.lastValidPart;
  const printed = printQuery(query);
  if (printed.length <= 4_000) expect(parseQuery(printed)).toEqual({ ok: true, query });
  compile(query, sqlTarget);
  evaluate(query, makeEntry({}), evaluateContext);
  for (const chip of listChips(text))
    expect(chip.text).toBe(text.slice(chip.at.start, chip.at.end));
  for (const caret of [0, 1, text.length >> 1, text.length]) completionAt(text, caret);
  if (read.ok) return;
  for (const { at } of read.faults) {
    expect(at.start).toBeGreaterThanOrEqual(0);
    expect(at.end).toBeGreaterThanOrEqual(at.start);
    expect(at.end).toBeLessThanOrEqual(Math.max(text.length, 1));
  }
}

const empty = { auditTypeId: "Q", moduleId: "", itemId: "", remoteAddr: "", requestUri: "" };

describe("hostile texts", () => {
  test.each(hostile.words)("%j is one plain text that finds itself", (text) => {
    const read = parseQuery(text);
    const query = read.ok ? read.query : null;

    expect(query).toEqual({ kind: "text", pattern: [text.replaceAll("\\\\", "\\")] });
    expect(evaluate(query, makeEntry({ description: `x ${text} y` }), evaluateContext)).toBe(true);
    expect(evaluate(query, makeEntry({ ...empty, description: "q" }), evaluateContext)).toBe(false);
  });

  test.each(all.map((text) => [text.slice(0, 30), text]))("%j breaks nothing", (_, text) => {
    useEverything(text);
  });

  test("of any kind break nothing", () => {
    const text = fc.oneof(anyText, fc.string({ unit: "binary", maxLength: 60 }), fc.string());
    fc.assert(fc.property(text, useEverything), { numRuns: 1_500 });
  });

  test("of mixed pieces of the language break nothing", () => {
    const piece = fc.constantFrom(
      ...[
        "type:",
        "id:",
        "time:",
        "ip:",
        "json.a",
        "user:",
        "desc:",
        "(",
        ")",
        "-",
        "NOT ",
        " OR ",
      ],
      ...[
        " AND ",
        " ",
        "[",
        "]",
        " TO ",
        ",",
        '"',
        "*",
        "\\",
        ">",
        "<=",
        "now",
        "-1d",
        "/",
        "1",
        "a",
      ],
    );
    const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(""));
    fc.assert(fc.property(text, useEverything), { numRuns: 3_000 });
  });

  test.each(repeated.map((text) => [text.slice(0, 12), text]))(
    "%j many times is read in time that grows with its length only",
    (_, text) => {
      parseQuery(text);
      const tookMs = Array.from({ length: 10 }, () => {
        const start = performance.now();
        parseQuery(text);
        return performance.now() - start;
      });

      // The best of them: a busy machine holds up some.
      expect(Math.min(...tookMs)).toBeLessThan(100);
    },
  );

  test("patterns of many stars are matched without trying everything", () => {
    const read = parseQuery(`desc:${"a*".repeat(1_900)}b`);
    const row = makeEntry({ description: "a".repeat(300_000) });
    const start = performance.now();

    expect(evaluate(read.ok ? read.query : null, row, evaluateContext)).toBe(false);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
