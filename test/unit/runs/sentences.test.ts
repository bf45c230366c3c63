import { describe, expect, test } from "vitest";
import { AppError, ERROR_CODES } from "../../../lib/errors.ts";
import { LANGS, toLang, type Lang } from "../../../lib/runs/language.ts";
import { CRASHED, LEFT_OUT, SENTENCES } from "../../../lib/runs/sentences.ts";
import { toFailure, toVerdict } from "../../../lib/runs/verdicts.ts";
import { steps } from "../../../lib/steps/index.ts";

const CYRILLIC = /\p{Script=Cyrillic}/u;
const others = LANGS.filter((lang) => lang !== "en");

/** What a run that ends with this error says in each language. */
const inAll = (error: unknown) =>
  Object.fromEntries(LANGS.map((lang) => [lang, toFailure(error, lang).message])) as Record<
    Lang,
    string
  >;

const unusable = (): unknown => {
  try {
    return toVerdict({ outcome: "success", message: "", values: { self: 1n } });
  } catch (error) {
    return error;
  }
};

const counted = (texts: typeof CRASHED) =>
  Object.fromEntries(LANGS.map((lang) => [lang, texts[lang](7)])) as Record<Lang, string>;

const all: [string, Record<Lang, string>][] = [
  ...Object.entries(SENTENCES),
  ["crashed", counted(CRASHED)],
  ["left out", counted(LEFT_OUT)],
  ["an unusable result", inAll(unusable())],
  ["a defect", inAll(new TypeError("x is not a function"))],
  ...ERROR_CODES.map((code): [string, Record<Lang, string>] => [
    `the error ${code}`,
    inAll(new AppError(code, `It is ${code}.`)),
  ]),
];

describe("a run speaks", () => {
  test("all languages that the steps have", () => {
    const named = steps.flatMap(({ name, description, properties, returnProperties }) => [
      ...[name, description],
      ...[...properties, ...returnProperties].map((property) => property.name),
    ]);

    for (const texts of named) expect(Object.keys(texts).sort()).toEqual([...LANGS].sort());
  });

  test.each(all)("each of them: %s", (_name, texts) => {
    expect(new Set(Object.values(texts)).size).toBe(LANGS.length);
    for (const lang of LANGS) {
      expect(texts[lang].trim()).not.toBe("");
      expect(CYRILLIC.test(texts[lang]), texts[lang]).toBe(lang === "ru");
    }
  });

  test("of an error in its own words where it brings some", () => {
    const error = new AppError("unavailable", "It is being loaded.", {
      texts: { ru: "Загружается." },
    });

    expect(inAll(error)).toMatchObject({ en: "It is being loaded.", ru: "Загружается." });
    expect(inAll(error).de).not.toContain("loaded");
  });

  test("no word of an error that is not ours, nor of a defect", () => {
    for (const lang of LANGS) {
      expect(toFailure(new TypeError("x is not a function"), lang).message).not.toContain("x is");
      const { message } = toFailure(new AppError("internal", "Row 5 is broken."), lang);
      expect(message).not.toContain("Row 5");
    }
  });

  test("English to a portal whose language is another one or not known", () => {
    expect([...others, "en", "fr", "", null, undefined].map(toLang)).toEqual([
      ...others,
      ...["en", "en", "en", "en", "en"],
    ]);
  });
});
