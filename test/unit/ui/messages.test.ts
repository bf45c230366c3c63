import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTranslator } from "use-intl";
import { describe, expect, test } from "vitest";
import { intlLocale, preferredLang, readLang } from "../../../app/_ui/i18n/lang.ts";
import { loadMessages } from "../../../app/_ui/i18n/load-messages.ts";

const folder = join(import.meta.dirname, "../../../app/_ui/i18n/messages");
const files = readdirSync(folder);

type Texts = { [name: string]: string | Texts };

function read(file: string): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (texts: Texts, path: string) => {
    for (const [name, text] of Object.entries(texts)) {
      const key = path === "" ? name : `${path}.${name}`;
      if (typeof text === "string") found.set(key, text);
      else walk(text, key);
    }
  };
  walk(JSON.parse(readFileSync(join(folder, file), "utf8")) as Texts, "");
  return found;
}

/** Values a text names; words in the branches of a plural are none. */
function names(text: string): string[] {
  return [...text.matchAll(/(?<!(?:zero|one|two|few|many|other|=\d+) *)\{(\w+)(?=[},])/g)]
    .map(([, name = ""]) => name)
    .sort();
}

describe("the texts", () => {
  const english = read("en.json");

  test("exist in English and Russian", () => {
    expect(files).toEqual(expect.arrayContaining(["en.json", "ru.json"]));
  });

  test.each(files)("%s has the same keys as English", (file) => {
    expect([...read(file).keys()].sort()).toEqual([...english.keys()].sort());
  });

  test.each(files)("%s fills in the same values as English", (file) => {
    const other = read(file);
    const wrong = [...english].filter(
      ([key, text]) =>
        [...new Set(names(text))].join() !== [...new Set(names(other.get(key) ?? ""))].join(),
    );

    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  test.each(files)("%s can be read as ICU messages", async (file) => {
    const lang = file.replace(".json", "");
    const { messages } = await loadMessages(lang);
    const faults: string[] = [];
    const onError = (error: Error) => faults.push(error.message);
    const t = createTranslator({ locale: intlLocale(lang), messages, onError }) as unknown as (
      key: string,
      values: Record<string, unknown>,
    ) => string;

    for (const [key, text] of read(file)) {
      if (text === "") continue;
      t(key, Object.fromEntries(names(text).map((name) => [name, 3])));
    }

    expect(faults).toEqual([]);
  });
});

describe("a language", () => {
  test("without a file of its own reads English", async () => {
    const { lang, messages } = await loadMessages("xx");

    expect(lang).toBe("en");
    expect(messages.shell.log).toBe("Event log");
  });

  test("is a short code and nothing else", () => {
    expect(readLang("RU")).toBe("ru");
    expect(readLang("../en")).toBeNull();
    expect(readLang(null)).toBeNull();
  });

  test("has the name browsers know it by", () => {
    expect(intlLocale("br")).toBe("pt-BR");
    expect(intlLocale("ru")).toBe("ru");
  });

  test("is the first one the browser prefers", () => {
    expect(preferredLang("de-CH,de;q=0.9,en;q=0.8")).toBe("de");
    expect(preferredLang(null)).toBe("en");
  });
});
