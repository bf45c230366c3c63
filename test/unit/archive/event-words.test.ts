import { describe, expect, test } from "vitest";
import {
  EVENT_WORDS,
  eventTitle,
  eventTitles,
  knownEventTypes,
  loadEventWords,
  titledCodes,
} from "../../../lib/archive/index.ts";

const languages = Object.entries(EVENT_WORDS);
const codes = knownEventTypes().map(({ code }) => code);

describe("words of events", () => {
  test.each(languages)("in %s name every known type and no other", (_lang, words) => {
    expect(titledCodes(words)).toEqual(codes);
    expect(Object.values(words.titles).every((title) => /\S/.test(title))).toBe(true);
  });

  test.each(languages)("in %s have sentences for the same types as in English", (_lang, words) => {
    const own = Object.keys(words.sentences.own);

    expect(own.sort()).toEqual(Object.keys(EVENT_WORDS.en.sentences.own).sort());
    expect(own.filter((code) => !codes.includes(code))).toEqual([]);
  });

  test.each(languages)("in %s name the same families as in English", (_lang, words) => {
    expect(Object.keys(words.families)).toEqual(Object.keys(EVENT_WORDS.en.families));
  });

  test("put titles together where codes are put together", () => {
    expect(eventTitles("IBLOCK_SECTION_ADD")).toEqual([
      "List section added",
      "Раздел списка: добавление",
    ]);
    expect(eventTitles("FORUM_TOPIC_UNSTICK")).toEqual([
      "Forum topic unpinned",
      "Тема форума: открепление",
    ]);
  });

  test("name a type by its family, with its code", () => {
    expect(eventTitle("SALE_SOMETHING", EVENT_WORDS.en)).toBe("Shop event SALE_SOMETHING");
    expect(eventTitle("SECURITY_OTP", EVENT_WORDS.en)).toBe("One-time password event");
  });

  test.each(languages)("in %s are loaded by their language", async (lang, words) => {
    expect(words.lang).toBe(lang);
    expect(await loadEventWords(lang)).toBe(words);
  });

  test.each(["de", "constructor"])(
    "are English in a language without its own: %s",
    async (lang) => {
      expect(await loadEventWords(lang)).toBe(EVENT_WORDS.en);
    },
  );
});
