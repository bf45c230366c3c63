import { readProperties, shown, type PropertyReader } from "../property-reader.ts";
import type { ParsedProperties } from "../step.ts";
import { DEFAULT_MINUTES, MAX_MINUTES, MAX_PAYLOAD } from "./declaration.ts";

export interface JobProperties {
  /** Name or id of a connection. */
  connection: string;
  payload: string;
  waits: boolean;
  limitMinutes: number;
  heartbeatMinutes: number | null;
}

export function parseJobProperties(raw: Record<string, unknown>): ParsedProperties<JobProperties> {
  return readProperties(raw, (reader) => ({
    connection: readConnection(reader),
    payload: readPayload(reader),
    waits: readWaits(reader),
    limitMinutes: readMinutes(reader, "time_limit") ?? DEFAULT_MINUTES,
    heartbeatMinutes: readMinutes(reader, "heartbeat_limit"),
  }));
}

/** A wrong number is told by the work itself, at once. */
export function jobSeconds(raw: Record<string, unknown>): number {
  const minutes = readProperties(raw, (reader) => readMinutes(reader, "time_limit"));
  return ((minutes.ok ? minutes.value : null) ?? DEFAULT_MINUTES) * 60;
}

function readConnection(reader: PropertyReader): string {
  const name = reader.text("connection");
  if (name === "") reader.fault("connection", { en: "it is empty", ru: "оно пустое" });
  return name;
}

function readPayload(reader: PropertyReader): string {
  const text = reader.text("payload");
  if (text.length > MAX_PAYLOAD) {
    reader.fault("payload", {
      en: `at most ${MAX_PAYLOAD} characters are possible`,
      ru: `возможно не больше ${MAX_PAYLOAD} символов`,
    });
  }
  return text;
}

const WORDS: Record<string, boolean> = { "": true, Y: true, N: false, "1": true, "0": false };

function readWaits(reader: PropertyReader): boolean {
  const given = reader.text("wait");
  const waits = WORDS[given.toUpperCase()];
  if (waits === undefined) {
    reader.fault("wait", {
      en: `Y or N is expected, not "${shown(given)}"`,
      ru: `ожидается Y или N, а не «${shown(given)}»`,
    });
  }
  return waits ?? true;
}

function readMinutes(reader: PropertyReader, key: string): number | null {
  const given = reader.text(key);
  if (given === "") return null;
  const minutes = /^\d{1,9}(?:\.0+)?$/.test(given) ? Number(given) : 0;
  if (minutes >= 1 && minutes <= MAX_MINUTES) return minutes;
  reader.fault(key, {
    en: `a whole number from 1 to ${MAX_MINUTES} is expected, not "${shown(given)}"`,
    ru: `ожидается целое число от 1 до ${MAX_MINUTES}, а не «${shown(given)}»`,
  });
  return null;
}
