import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCleanPhp } from "../../../lib/b24/mask-clean-php.ts";
import { hideSecrets } from "../../../lib/b24/mask-hidden.ts";
import { maskText } from "../../../lib/b24/mask-text.ts";
import { described, texts } from "./hostile-texts.ts";

const size = (text: string): number => Buffer.byteLength(text);
const phpText = (text: string): string => `s:${size(text)}:"${text}";`;
const phpList = (parts: readonly string[]): string => `a:${parts.length / 2}:{${parts.join("")}}`;

const address = fc
  .tuple(fc.stringMatching(/^[a-z_./-]{0,20}$/), fc.stringMatching(/^[A-Za-z_&=?#.[\]-]{0,40}$/))
  .map(([path, query]) => `${path}?${query}`);
const words = fc.stringMatching(/^[\wа-я ,.()=&/?\u0130\u212a-]{0,60}$/);
const name = fc.oneof(
  fc.stringMatching(/^[a-zA-Zа-я_ .-]{0,12}$/),
  fc.constantFrom(
    "ID",
    "NAME",
    "password",
    "TOKEN",
    "code",
    "PASSWORD\u212a",
    "\u212apin",
    "pin\u0130",
  ),
);
const value = fc.oneof(
  fc.oneof(texts, address, words, name).map(phpText),
  fc.integer().map((number) => `i:${number};`),
  fc.double().map((number) => `d:${number};`),
  fc.constantFrom("N;", "b:1;", 'O:3:"Abc":0:{}'),
);
const php = fc.oneof(
  described,
  texts.map((text) => `a:1:{${text}}`),
  texts.map((text) => `a:1:{i:0;s:1:"${text}`),
  fc
    .array(fc.tuple(name, value), { maxLength: 5 })
    .map((pairs) => phpList(pairs.flatMap(([key, held]) => [phpText(key), held]))),
  fc
    .tuple(name, value, name, value)
    .map(([one, held, other, inner]) =>
      phpList([phpText(one), phpList([phpText(other), inner]), "i:0;", held]),
    ),
);

describe("the one look at what PHP serialized", () => {
  test("calls none clean that any rule would change", () => {
    const mask = (text: string): string => maskText(text, { isSized: true });
    let clean = 0;
    fc.assert(
      fc.property(php, (text) => {
        if (!isCleanPhp(text)) return;
        clean += 1;
        const bytes = Buffer.from(text).toString("latin1");
        expect(mask(bytes)).toBe(bytes);
        expect(mask(text)).toBe(text);
        expect(hideSecrets(text, { mask, maskInner: mask })).toBe(text);
        expect(text.isWellFormed()).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(clean).toBeGreaterThan(1_000);
  });

  test.each([
    'a:2:{s:2:"ID";i:159593;s:4:"NAME";s:21:"Свойство СТ";}',
    'a:1:{s:15:"IBLOCK_PAGE_URL";s:60:"/bitrix/admin/iblock_list_admin.php?IBLOCK_ID=6&type=lists#x";}',
    's:3:"abc";',
    "a:3:{i:0;b:1;i:1;d:0.5;i:2;N;}",
  ])("spares %s the rules", (text) => {
    expect(isCleanPhp(text)).toBe(true);
  });

  test.each([
    'a:1:{s:8:"password";s:1:"x";}',
    'a:1:{s:3:"URL";s:12:"/a/?token=xy";}',
    'a:1:{s:3:"URL";s:9:"/a/?sid=x";}',
    'a:1:{s:3:"URL";s:12:"/a/?sid[0]=x";}',
    'a:1:{s:3:"URL";s:15:"/rest/1/abcdefg";}',
    'a:1:{s:3:"URL";s:21:"&quot;password&quot;";}',
    'a:1:{s:1:"a";s:7:"pin = 1";}',
    'a:1:{s:1:"a";s:15:"token => abcdef";}',
    'a:1:{s:1:"a";s:14:"token - abcdef";}',
    'a:1:{s:1:"a";s:17:"bearer abcdefghij";}',
    'a:1:{s:1:"a";s:17:"lbrun_abcdefghijk";}',
    `a:1:{s:1:"a";s:66:"${"0f".repeat(33)}";}`,
    'a:1:{s:1:"a";s:22:"cGFzc3dvcmQ9aHVudGVyMg";}',
    "a:1:{i:0;i:12345678;}",
    'a:1:{s:1:"a";s:4:"b:cd";}',
    'a:1:{s:1:"a";s:4:"b%3d";}',
    'a:1:{s:1:"a";s:2:"\\u";}',
    'a:1:{s:1:"a";O:3:"Abc":0:{}}',
    'a:1:{s:1:"a";s:1:"\ud800";}',
    'a:1:{s:11:"PASSWORD\u212a";s:7:"hunter2";}',
    'a:1:{s:5:"pin\u0130";s:7:"hunter2";}',
    'a:1:{s:1:"a";s:9:"b',
    'a:1:{s:1:"a" ;}',
    "b:1;",
    "s",
    "",
  ])("leaves %s to them", (text) => {
    expect(isCleanPhp(text)).toBe(false);
  });
});
