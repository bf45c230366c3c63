import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hideSecrets } from "../../../lib/b24/mask-hidden.ts";
import { hidesNothing } from "../../../lib/b24/mask-plain.ts";
import { LOOKS, lookAt, nextSign, signAt } from "../../../lib/b24/mask-signs.ts";
import { maskText } from "../../../lib/b24/mask-text.ts";
import { described, texts } from "./hostile-texts.ts";

describe("the cheap look at a text", () => {
  test("calls no text free of hidden secrets that the search would change", () => {
    const mask = (text: string): string => maskText(text);
    fc.assert(
      fc.property(described, (text) => {
        fc.pre(hidesNothing(text));
        expect(hideSecrets(text, { mask, maskInner: mask })).toBe(text);
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    '{"userId":336,"requestId":"0a3b3dd8a0aadaf01d8e757b5a63471b-0","method":"cookie"}',
    'a:2:{s:2:"ID";i:159593;s:4:"NAME";s:16:"Свойство";}',
    "Mozilla/5.0 (X11; Linux x86_64)",
  ])("spares %s the search", (text) => {
    expect(hidesNothing(text)).toBe(true);
  });

  test.each([
    '{"a":"cGFzc3dvcmQ9aHVudGVyMg=="}',
    '{"a":"{&quot;x"}',
    "YXV0aD14eHh4",
    '{"a":"%22x"}',
  ])("does not spare %s", (text) => {
    expect(hidesNothing(text)).toBe(false);
  });
});

describe("the signs of a text", () => {
  test("are those that stand between names and values, in their order", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const found: [number, string][] = [];
        for (let at = nextSign(text, 0); at !== -1;) {
          const sign = signAt(text, at);
          found.push([at, sign]);
          at = nextSign(text, at + sign.length);
        }
        const wanted = [...text.matchAll(/[=:;]|%(?:25){0,3}3[ad]| [-–—] /gi)];
        expect(found).toEqual(wanted.map((hit) => [hit.index, hit[0]]));
      }),
      { numRuns: 3_000 },
    );
  });

  test.each([
    [LOOKS.pair, /[=:;]|%(?:25){0,3}3[ad]| [-–—] /i],
    [LOOKS.webhook, /(?:\/|%(?:25){0,3}2f)rest/i],
    [LOOKS.bearer, /(?:bearer|basic)(?:[ \t]|%20|\+)/i],
    [LOOKS.userInfo, /@/],
    [LOOKS.longHex, /[0-9a-f]{66}/i],
  ])("%i is set wherever %s is found", (look, pattern) => {
    fc.assert(
      fc.property(texts, (text) => {
        if (pattern.test(text)) expect(lookAt(text) & look).toBe(look);
      }),
      { numRuns: 2_000 },
    );
  });
});
