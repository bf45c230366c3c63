import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCleanJson } from "../../../lib/b24/mask-clean-json.ts";
import { hideSecrets } from "../../../lib/b24/mask-hidden.ts";
import { maskText } from "../../../lib/b24/mask-text.ts";
import { isSecretKey } from "../../../lib/b24/secret-keys.ts";
import { described, texts } from "./hostile-texts.ts";

const json = fc.oneof(
  described,
  texts.map((text) => `{${text}}`),
  texts.map((text) => `["${text}"]`),
  fc
    .tuple(texts, texts, fc.oneof(texts, fc.integer(), fc.boolean()))
    .map(([name, other, value]) => JSON.stringify({ [name]: value, [other]: [value, other] })),
  fc
    .tuple(fc.stringMatching(/^[a-zA-Zа-я_ .-]{0,12}$/), fc.stringMatching(/^[\wа-я ,.()-]{0,80}$/))
    .map(([name, value]) => JSON.stringify({ [name]: value, [value]: { [name]: 12 } })),
);

describe("the one look at JSON", () => {
  test("calls none clean that any rule would change", () => {
    const mask = (text: string): string => maskText(text);
    let clean = 0;
    fc.assert(
      fc.property(json, (text) => {
        if (!isCleanJson(text, isSecretKey)) return;
        clean += 1;
        expect(maskText(text)).toBe(text);
        expect(hideSecrets(text, { mask, maskInner: mask })).toBe(text);
      }),
      { numRuns: 6_000 },
    );
    expect(clean).toBeGreaterThan(100);
  });

  test.each([
    '{"userId":336,"requestId":"0a3b3dd8a0aadaf01d8e757b5a63471b-0","method":"cookie"}',
    '{"message":"Неверный логин или пароль."}',
    '{"sum":-1.5e3,"isOpen":true,"before":null,"list":[{"a":[]},"b, c"]}',
  ])("spares %s the rules", (text) => {
    expect(isCleanJson(text, isSecretKey)).toBe(true);
  });

  test.each([
    '{"password":"x"}',
    '{"a":{"user_token":[1]}}',
    '{"a":"token - abcdef"}',
    '{"a":"token – abcdef"}',
    '{"a":"bearer abcdefghij"}',
    '{"a":"Basic abcdefghij"}',
    '{"a":"pin=12"}',
    '{"a":"\\u0022"}',
    '{"a":"lbrun_abcdefghij"}',
    `{"a":"${"0f".repeat(33)}"}`,
    '{"a":"cGFzc3dvcmQ9aHVudGVyMg"}',
    '{"a":"/rest/1/abcdef"}',
    `{"${"x".repeat(101)}":1}`,
    '{"a": 1}',
    '{"a":"b',
    '{a:"b"}',
    '{"a""b":1}',
    "a",
    "",
  ])("leaves %s to them", (text) => {
    expect(isCleanJson(text, isSecretKey)).toBe(false);
  });
});
