import { hasExpression } from "./expressions.ts";
import type { ParsedProperties, PropertyFault, Texts } from "./step.ts";

const MAX_SHOWN = 60;
// The portal counts its users in 32 bits.
const MAX_USER_ID = 2_147_483_647;
const MAX_VALUES = 100;

export interface PropertyReader {
  /** One text; empty when unset. */
  text(key: string): string;
  /** All values that are set, also where the portal sends one instead of a list. */
  list(key: string): string[];
  /** Writes down what is wrong; the first fault is the one reported. */
  fault(at: string, text: Texts, others?: readonly string[]): void;
}

/** Reads the texts a process hands over; expressions it left unresolved are faults of their property. */
export function readProperties<T>(
  raw: Record<string, unknown>,
  build: (reader: PropertyReader) => T,
): ParsedProperties<T> {
  const faults: PropertyFault[] = [];
  const fault: PropertyReader["fault"] = (at, text, others = []) => {
    faults.push({ at, text, others });
  };
  const list = (key: string): string[] => {
    const values = toTexts(raw[key]);
    if (values.some(hasExpression)) fault(key, UNRESOLVED);
    if (values.length > MAX_VALUES) fault(key, TOO_MANY);
    return values.slice(0, MAX_VALUES);
  };
  const value = build({ text: (key) => list(key)[0] ?? "", list, fault });
  const first = faults[0];
  return first === undefined ? { ok: true, value } : { ok: false, fault: first, faults };
}

const UNRESOLVED: Texts = {
  en: "the expression in it was not replaced by a value",
  ru: "выражение в нём не заменено значением",
};
const TOO_MANY: Texts = {
  en: `at most ${MAX_VALUES} values are possible`,
  ru: `возможно не больше ${MAX_VALUES} значений`,
};

/** The texts of one property. PHP sends a list as a map when its numbers have gaps. */
export function toTexts(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === "object") return Object.values(value).flatMap(toTexts);
  const isPlain = typeof value === "number" || typeof value === "boolean";
  const text = typeof value === "string" ? value.trim() : isPlain ? String(value) : "";
  return text === "" ? [] : [text];
}

/** Users by their numbers. Groups may stand beside people and are left out; alone they would silently mean everyone. */
export function readUserIds(reader: PropertyReader, key: string): number[] {
  const given = reader.list(key);
  const people = given.filter((value) => !/^group_/i.test(value));
  const ids = people.map((value) => /^(?:user_)?(\d{1,10})$|\[(\d{1,10})\]$/i.exec(value));
  const wrong = people.find((_value, index) => {
    const match = ids[index];
    return !match || Number(match[1] ?? match[2]) > MAX_USER_ID;
  });
  if (wrong !== undefined) {
    reader.fault(key, {
      en: `"${shown(wrong)}" is not a user`,
      ru: `«${shown(wrong)}» — не пользователь`,
    });
  }
  if (given.length > 0 && people.length === 0) {
    reader.fault(key, {
      en: "only groups are chosen; choose people",
      ru: "выбраны только группы; выберите людей",
    });
  }
  return [
    ...new Set(ids.flatMap((match) => (match === null ? [] : [Number(match[1] ?? match[2])]))),
  ];
}

/** A value as it may stand in a sentence. */
export function shown(value: string): string {
  return value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN - 1)}…` : value;
}
