import type { Node } from "../../filter/index.ts";
import { readProperties, shown, type PropertyReader } from "../property-reader.ts";
import { readQuery } from "../search/query.ts";
import type { ParsedProperties } from "../step.ts";
import { DEFAULT_MINUTES, MAX_MINUTES } from "./declaration.ts";

export interface WaitProperties {
  query: Node | null;
  minutes: number;
}

export function parseWaitProperties(
  raw: Record<string, unknown>,
): ParsedProperties<WaitProperties> {
  return readProperties(raw, (reader) => ({
    query: readGiven(reader),
    minutes: readMinutes(reader),
  }));
}

/** A wrong number is told by the work itself, at once. */
export function waitSeconds(raw: Record<string, unknown>): number {
  const minutes = readProperties(raw, readMinutes);
  return (minutes.ok ? minutes.value : DEFAULT_MINUTES) * 60;
}

function readGiven(reader: PropertyReader): Node | null {
  const query = readQuery(reader.text("query"));
  if (!query.ok) reader.fault("query", query.text);
  else if (query.node === null) {
    reader.fault("query", {
      en: "it is empty, so that any entry would end the waiting",
      ru: "он пуст, и ожидание закончила бы любая запись",
    });
  }
  return query.ok ? query.node : null;
}

function readMinutes(reader: PropertyReader): number {
  const given = reader.text("wait_for");
  if (given === "") return DEFAULT_MINUTES;
  const minutes = /^\d{1,9}(?:\.0+)?$/.test(given) ? Number(given) : 0;
  if (minutes >= 1 && minutes <= MAX_MINUTES) return minutes;
  reader.fault("wait_for", {
    en: `a whole number from 1 to ${MAX_MINUTES} is expected, not "${shown(given)}"`,
    ru: `ожидается целое число от 1 до ${MAX_MINUTES}, а не «${shown(given)}»`,
  });
  return DEFAULT_MINUTES;
}
