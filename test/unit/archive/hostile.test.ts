import { describe, expect, test } from "vitest";
import {
  decodeDescription,
  EVENT_WORDS,
  parseEntry,
  summarize,
} from "../../../lib/archive/index.ts";

const MEGABYTE = 1_000_000;
const LIMIT_MS = 5_000;
const fill = (piece: string): string => piece.repeat(Math.ceil(MEGABYTE / piece.length));

const hostile: [string, string][] = [
  "a",
  "=",
  ":",
  ";",
  "%",
  "\\",
  '"',
  "'",
  " ",
  "[",
  "{",
  "+",
  "=>",
  '":',
  '";',
  "a=",
  "%3D",
  "%25",
  "/rest/1/",
  "password=",
  "password='",
  '"password":',
  '\\"password\\":\\"',
  '"password":{',
  '"password":"x",',
  's:8:"PASSWORD";s:999999:"x";',
  's:8:"PASSWORD";a:9:{',
  "[password] => ",
  "&auth=",
  "auth%253D",
  "%22password%22%3A",
  "://a:",
  "Bearer ",
  "password: ",
  "password: x",
  "пароль:",
  "token - ",
  " - ",
  "password:<b>",
  "api key",
  "<br ",
  "0123456789abcdef",
  '{"a":',
  "[",
  "a:1:{i:0;",
  "1 ",
  "+1-",
].map((piece) => [JSON.stringify(piece), fill(piece)]);

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

describe("a megabyte of hostile text", () => {
  test.each(hostile)("is masked in linear time: %s", (_name, text) => {
    const fields = { id: 1, requestUri: text, userAgent: text, auditTypeId: "MESSAGE_SEND" };

    expect(timed(() => parseEntry({ ...fields, description: text }))).toBeLessThan(3 * LIMIT_MS);
    expect(timed(() => parseEntry({ id: 1, description: `a:1:{${text}` }))).toBeLessThan(LIMIT_MS);
  });

  test.each(hostile)("is decoded and told in linear time: %s", (_name, text) => {
    const entry = parseEntry({ id: 1, auditTypeId: "USER_AUTHORIZE" });
    const work = (): void => {
      for (const start of ["", "{", "==", "a:1:{", "/"]) decodeDescription(start + text);
      summarize({ ...entry, itemId: text, description: text }, {}, EVENT_WORDS.en);
    };

    expect(timed(work)).toBeLessThan(2 * LIMIT_MS);
  });
});
