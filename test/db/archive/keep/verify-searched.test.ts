import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verifyChain } from "../../../../lib/archive/keep/verify.ts";
import { createTestDb } from "../../../support/index.ts";
import { anyEntry, DESCRIPTIONS, HOSTILE } from "../store/hostile-entries.ts";
import { append, makeArchive, makeEntry } from "./bed.ts";
import { makeChain, tamper } from "./tamper.ts";

const { db } = await createTestDb();

// Numbers that are written in many ways, and keys that objects have of themselves.
const VALUES = [
  '{"b":1,"a":2,"aa":3,"10":4,"9":5}',
  '{"a":1e21,"b":1e-7,"c":5e-324,"d":1.7976931348623157e308,"e":0.1,"f":100.0,"g":1E2}',
  '{"a":9007199254740993,"b":-0.0,"c":1e999,"d":0.30000000000000004}',
  '{"constructor":1,"__proto__":null,"toString":{"__proto__":[1]},"":0}',
  '{"a\\u0000":1,"a\\ufffd":2,"\\ud800":"\\udfff"}',
  'a:3:{s:1:"b";d:1.0E+25;s:1:"a";d:-0;i:0;N;}',
  'a:2:{i:1;s:1:"x";i:0;a:0:{}}',
  `==${Buffer.from('{"a":1.50,"b":12345678901234567890}').toString("base64")}`,
  '{"a":"{\\"b\\":\\"&lt;c&gt;\\"}"}',
  "null",
  "[null]",
];

describe("what searches look at beside a description", () => {
  test("belongs to it, whatever the description is", async () => {
    const ctx = await makeArchive(db);
    const texts = [...DESCRIPTIONS, ...HOSTILE, ...VALUES];
    await append(
      ctx,
      texts.map((description, index) => makeEntry(index + 1, { description })),
    );

    expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: texts.length });
  });

  test("belongs to it in entries of all kinds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { minLength: 1, maxLength: 60 }), async (entries) => {
        const ctx = await makeArchive(db);
        await append(
          ctx,
          entries.map((entry, index) => ({ ...entry, nativeId: String(index + 1) })),
        );

        expect(await verifyChain(ctx)).toMatchObject({ ok: true, checked: entries.length });
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ["form = 1", '{"a":1}'],
    ["form = 2", "text"],
    ["details = 'innocent'", '{"a":1}'],
    ["details = NULL", '{"a":"\\u0430"}'],
    ["details = details || ' '", "&lt;b&gt;"],
    ["decoded = '{}'", '{"a":1}'],
    ["decoded = NULL", 'a:1:{s:1:"a";i:5;}'],
    [`decoded = '{"a": 6}'`, 'a:1:{s:1:"a";i:5;}'],
    [`decoded = '{"a": "5"}'`, 'a:1:{s:1:"a";i:5;}'],
    [`decoded = '{"a": 5, "b": 1}'`, 'a:1:{s:1:"a";i:5;}'],
  ])("is named when it was changed: %s of %s", async (change, description) => {
    const ctx = await makeChain(db, 4);
    await append(ctx, [makeEntry(5, { description }), makeEntry(6)]);
    await tamper(ctx, `UPDATE entry SET ${change} WHERE portal_id = $1 AND seq = 5`);

    expect(await verifyChain(ctx)).toMatchObject({
      ...{ ok: false, fault: "searched", brokenAt: 5n, checked: 4 },
      reason: "what is searched does not belong to the description",
    });
  });
});
