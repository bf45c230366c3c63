import { describe, expect, test } from "vitest";
import { belongsTo } from "../../../../lib/archive/keep/searched-content.ts";

const base64 = (text: string) => `==${Buffer.from(text).toString("base64")}`;

// As rows hold them that are stored already: these stay true whatever storing makes of new descriptions.
const STORED: [string | null, number, string | null, unknown][] = [
  [null, 0, null, null],
  ["", 0, null, null],
  ["text", 1, null, null],
  ["a &lt;b&gt; c", 1, "a <b> c", null],
  ['{"a":1}', 2, null, null],
  ['{"a":"\\u0430"}', 2, "а", null],
  ['{"a":1.0,"b":12345678901234567890}', 3, null, { a: 1, b: "12345678901234567890" }],
  ['{"a":"x\\u0000"}', 3, "x\ufffd", { a: "x\ufffd" }],
  ['a:2:{s:1:"b";i:5;s:1:"a";d:0.5;}', 3, null, { a: 0.5, b: 5 }],
  // The first versions left out the mark that a text began with.
  ['a:1:{s:1:"t";s:5:"\ufeffab";}', 3, null, { t: "\ufeffab" }],
  ['a:1:{s:1:"t";s:5:"\ufeffab";}', 3, null, { t: "ab" }],
  [base64('{"a":"я"}'), 3, '{"a":"я"}', { a: "я" }],
  [base64("plain"), 1, "plain", null],
];

describe("what is stored beside a description", () => {
  test.each(STORED)("of %j belongs to it", (description, form, details, decoded) => {
    expect(belongsTo(description, { form, details, decoded })).toBe(true);
  });

  test.each(STORED)("of %j does not when it is other", (description, form, details, decoded) => {
    const stored = { form, details, decoded };

    expect(belongsTo(description, { ...stored, form: form + 1 })).toBe(false);
    expect(belongsTo(description, { ...stored, details: `${details ?? ""}x` })).toBe(false);
    expect(belongsTo(description, { ...stored, decoded: { other: 1 } })).toBe(false);
  });
});
