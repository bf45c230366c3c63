import { isTooDeep, SEVERITIES } from "../../archive/index.ts";
import { readProperties, readUserIds, shown, type PropertyReader } from "../property-reader.ts";
import type { ParsedProperties } from "../step.ts";
import { DEFAULT_SEVERITY, MAX_EXTRA, MAX_TEXT, MAX_TITLE } from "./declaration.ts";

export interface RecordProperties {
  title: string;
  severity: string;
  text: string;
  userId: number | null;
  /** Any JSON value; undefined when none was given. */
  extra: unknown;
}

export function parseRecordProperties(
  raw: Record<string, unknown>,
): ParsedProperties<RecordProperties> {
  return readProperties(raw, (reader) => ({
    title: readTitle(reader),
    severity: readSeverity(reader),
    text: readText(reader, "text", MAX_TEXT),
    userId: readUser(reader),
    extra: readExtra(reader),
  }));
}

function readTitle(reader: PropertyReader): string {
  const title = readText(reader, "title", MAX_TITLE);
  if (title === "") reader.fault("title", { en: "it is empty", ru: "он пуст" });
  return title;
}

function readText(reader: PropertyReader, key: string, max: number): string {
  const text = reader.text(key);
  if (text.length > max) {
    reader.fault(key, {
      en: `at most ${max} characters are possible`,
      ru: `возможно не больше ${max} символов`,
    });
  }
  return text;
}

function readSeverity(reader: PropertyReader): string {
  const given = reader.text("severity");
  const name = given === "" ? DEFAULT_SEVERITY : given.toUpperCase();
  if (SEVERITIES.some((known) => known === name)) return name;
  reader.fault("severity", {
    en: `"${shown(given)}" is not a severity`,
    ru: `«${shown(given)}» — не срочность`,
  });
  return DEFAULT_SEVERITY;
}

function readUser(reader: PropertyReader): number | null {
  const [userId, another] = readUserIds(reader, "user");
  if (another !== undefined) {
    reader.fault("user", { en: "only one user is possible", ru: "возможен только один" });
  }
  return userId ?? null;
}

function readExtra(reader: PropertyReader): unknown {
  const text = readText(reader, "extra_json", MAX_EXTRA);
  if (text === "") return undefined;
  if (isTooDeep(text)) {
    reader.fault("extra_json", {
      en: "its values are nested too deep",
      ru: "значения в нём вложены слишком глубоко",
    });
    return undefined;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const why = error instanceof Error ? shown(error.message) : "";
    reader.fault("extra_json", {
      en: `it is not JSON (${why})`,
      ru: `это не JSON (${why})`,
    });
    return undefined;
  }
}
