import { SEVERITIES } from "../../archive/index.ts";
import type { Node } from "../../filter/index.ts";
import { readProperties, readUserIds, shown, type PropertyReader } from "../property-reader.ts";
import type { ParsedProperties } from "../step.ts";
import { parseTime, type WrittenTime } from "../time.ts";
import { DEFAULT_LIMIT, DEFAULT_PERIOD, MAX_LIMIT, PERIODS, type Period } from "./declaration.ts";
import { readQuery } from "./query.ts";

export interface SearchProperties {
  period: Period;
  from: WrittenTime | null;
  to: WrittenTime | null;
  eventTypes: string[];
  userIds: number[];
  severities: string[];
  text: string;
  query: Node | null;
  limit: number;
}

const MAX_TEXT = 1_000;

export function parseSearchProperties(
  raw: Record<string, unknown>,
): ParsedProperties<SearchProperties> {
  return readProperties(raw, (reader) => {
    const [from, to] = [readTime(reader, "from"), readTime(reader, "to")];
    return {
      period: readPeriod(reader, from !== null || to !== null),
      from,
      to,
      eventTypes: readEventTypes(reader),
      userIds: readUserIds(reader, "users"),
      severities: readSeverities(reader),
      text: readText(reader),
      query: readGiven(reader),
      limit: readLimit(reader),
    };
  });
}

function readPeriod(reader: PropertyReader, hasTimes: boolean): Period {
  const given = reader.text("period").toLowerCase();
  const period = given === "" ? (hasTimes ? "custom" : DEFAULT_PERIOD) : given;
  if (!isPeriod(period)) {
    const choice = Object.keys(PERIODS).join(", ");
    reader.fault("period", {
      en: `one of ${choice} is expected, not "${shown(given)}"`,
      ru: `ожидается одно из ${choice}, а не «${shown(given)}»`,
    });
    return DEFAULT_PERIOD;
  }
  if (period === "custom" && !hasTimes) {
    const empty = { en: "from and to are both empty", ru: "поля «от» и «до» оба пусты" };
    reader.fault("period", empty, ["from", "to"]);
  }
  return period;
}

function isPeriod(name: string): name is Period {
  return Object.hasOwn(PERIODS, name);
}

function readTime(reader: PropertyReader, key: "from" | "to"): WrittenTime | null {
  const given = reader.text(key);
  if (given === "") return null;
  const time = parseTime(given);
  if (time === null) {
    reader.fault(key, {
      en: `"${shown(given)}" is not a time; write 2026-09-01T14:00:00+02:00, 01.09.2026 14:00:00 or 09/01/2026 02:00:00 pm`,
      ru: `«${shown(given)}» — не время; пишите 2026-09-01T14:00:00+02:00, 01.09.2026 14:00:00 или 09/01/2026 02:00:00 pm`,
    });
  }
  return time;
}

function readEventTypes(reader: PropertyReader): string[] {
  const codes = reader.list("event_types").flatMap((value) => value.split(/[\s,;]+/));
  const wrong = codes.find((code) => !/^[\w.:\\-]{0,255}$/.test(code));
  if (wrong !== undefined) {
    reader.fault("event_types", {
      en: `"${shown(wrong)}" is not the code of an event type`,
      ru: `«${shown(wrong)}» — не код типа события`,
    });
  }
  const unique = [...new Set(codes.filter((code) => code !== ""))];
  if (unique.length > 100) {
    reader.fault("event_types", {
      en: "at most 100 values are possible",
      ru: "возможно не больше 100 значений",
    });
  }
  return unique;
}

function readSeverities(reader: PropertyReader): string[] {
  const names = reader.list("severities").map((name) => name.toUpperCase());
  const wrong = names.find((name) => !SEVERITIES.some((known) => known === name));
  if (wrong !== undefined) {
    reader.fault("severities", {
      en: `"${shown(wrong)}" is not a severity`,
      ru: `«${shown(wrong)}» — не срочность`,
    });
  }
  return [...new Set(names)];
}

function readText(reader: PropertyReader): string {
  const text = reader.text("text");
  if (text.length > MAX_TEXT) {
    reader.fault("text", {
      en: `at most ${MAX_TEXT} characters are possible`,
      ru: `возможно не больше ${MAX_TEXT} символов`,
    });
  }
  return text;
}

function readGiven(reader: PropertyReader): Node | null {
  const query = readQuery(reader.text("query"));
  if (query.ok) return query.node;
  reader.fault("query", query.text);
  return null;
}

function readLimit(reader: PropertyReader): number {
  const given = reader.text("limit");
  if (given === "") return DEFAULT_LIMIT;
  const limit = /^\d{1,9}(?:\.0+)?$/.test(given) ? Number(given) : 0;
  if (limit < 1 || limit > MAX_LIMIT) {
    reader.fault("limit", {
      en: `a whole number from 1 to ${MAX_LIMIT} is expected, not "${shown(given)}"`,
      ru: `ожидается целое число от 1 до ${MAX_LIMIT}, а не «${shown(given)}»`,
    });
  }
  return limit;
}
