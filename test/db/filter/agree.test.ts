import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runCompiled } from "../../../lib/db/index.ts";
import { compile, evaluate, fold, parseQuery, printQuery } from "../../../lib/filter/index.ts";
import type { Node } from "../../../lib/filter/index.ts";
import { createTestDb } from "../../support/index.ts";
import { condition, query } from "./queries.ts";
import { fillTable, makeRow, NOW, TARGET, typeTitle, userName, ZONE } from "./rows.ts";

const { db } = await createTestDb();

// A fixed stream, so that a failing query can be tried again on the same rows.
let state = 7;
function pick<T>(list: readonly T[]): T {
  state = (state * 48_271) % 2_147_483_647;
  return list[state % list.length] as T;
}

const rows = Array.from({ length: 400 }, (_, index) => makeRow(pick, index + 1));
await fillTable(db, rows);

async function foundBySql(query: Node | null): Promise<string[]> {
  const { text, values } = compile(query, { ...TARGET, firstParameter: 2 });
  const found = await runCompiled<{ id: bigint }>(db, {
    text: `SELECT p.id FROM probe p WHERE p.id > $1::bigint AND ${text} ORDER BY p.id`,
    values: [0, ...values],
  });
  return found.map(({ id }) => String(id));
}

function foundByEvaluate(query: Node | null): string[] {
  const ctx = { now: NOW, zone: ZONE, userName, typeTitle };
  return rows.filter((row) => evaluate(query, row, ctx)).map(({ id }) => id);
}

function readNode(text: string): Node | null {
  const read = parseQuery(text);
  if (!read.ok) throw new TypeError(`${text}: ${read.faults.map(({ reason }) => reason).join()}`);
  return read.query;
}

describe("compiled queries", () => {
  test("find what evaluating each row finds", async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        const node = readNode(text);
        const expected = foundByEvaluate(node);
        if (expected.length > 0 && expected.length < rows.length) hits += 1;

        expect(await foundBySql(node), printQuery(node)).toEqual(expected);
      }),
      { numRuns: 400 },
    );

    expect(hits).toBeGreaterThan(100);
  });

  test("find each row or its opposite, never neither", async () => {
    await fc.assert(
      fc.asyncProperty(condition, async (text) => {
        const found = await foundBySql(readNode(text));
        const others = await foundBySql(readNode(`-${text}`));

        expect(found.length + others.length).toBe(rows.length);
      }),
      { numRuns: 150 },
    );
  });

  test("take every text as a value: nothing of it becomes SQL", async () => {
    const word = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(word, fc.constantFrom("\0", "'; DROP TABLE probe; --")),
        async (text) => {
          const node: Node = {
            kind: "or",
            items: [
              { kind: "text", pattern: [text] },
              {
                kind: "field",
                field: "json",
                path: [text],
                test: { kind: "equals", values: [[text]] },
              },
            ],
          };

          expect(await foundBySql(node)).toEqual(foundByEvaluate(node));
        },
      ),
      { numRuns: 150 },
    );
  });
});

// Letters of Unicode 16 and 17: Node knows them, the oldest database that we support does not.
const NEWER = [
  [0x1c89, 0x1c89],
  [0xa7cb, 0xa7dc],
  [0x10d50, 0x10d65],
  [0x16ea0, 0x16eb8],
] as const;

describe("small letters", () => {
  test("are those of the database, for every character", async () => {
    const codes = Array.from({ length: 0x2ffff }, (_, index) => index + 1).filter(
      (code) => code < 0xd800 || code > 0xdfff,
    );
    const found = await runCompiled<{ code: number; small: string }>(db, {
      text: `SELECT code, lower(chr(code)) AS small FROM unnest($1::text::int[]) AS code
        WHERE lower(chr(code)) <> chr(code)`,
      values: [`{${codes.join(",")}}`],
    });
    const small = new Map(found.map(({ code, small }) => [code, small]));
    const wrong = codes.filter((code) => {
      const char = String.fromCodePoint(code);
      const expected = small.get(code);
      const isNewer =
        expected === undefined && NEWER.some(([from, to]) => from <= code && code <= to);
      return !isNewer && fold(char) !== (expected ?? char);
    });

    expect(wrong.map((code) => code.toString(16))).toEqual([]);
  });
});
