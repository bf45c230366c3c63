import type { PropertyFault } from "../step.ts";
import { toInstant, type Zone } from "../time.ts";
import type { SearchProperties } from "./properties.ts";

/** Start inclusive, end exclusive; a missing start means the whole log. */
export interface TimeRange {
  from: Date | null;
  to: Date;
}

const LENGTH_MS = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000 } as const;

/** The time range a call means, counted from the moment the call came in. */
export function resolveRange(
  input: Pick<SearchProperties, "period" | "from" | "to">,
  at: { calledAt: Date; zone: Zone },
): { ok: true; range: TimeRange } | { ok: false; fault: PropertyFault } {
  const now = afterSecondOf(at.calledAt);
  if (input.period !== "custom") {
    const from = new Date(at.calledAt.getTime() - LENGTH_MS[input.period]);
    return { ok: true, range: { from, to: now } };
  }
  const from = input.from === null ? null : new Date(toInstant(input.from, at.zone, "start"));
  const to = input.to === null ? now : new Date(toInstant(input.to, at.zone, "end"));
  if (from !== null && from >= to) {
    const end = input.to === null ? NOW : TO;
    const text = {
      en: `it must lie before ${end.en}`,
      ru: `значение должно быть раньше, чем ${end.ru}`,
    };
    return { ok: false, fault: { at: "from", text } };
  }
  return { ok: true, range: { from, to } };
}

// Entries have whole seconds: the one that started the process often has the second of the call itself.
function afterSecondOf(moment: Date): Date {
  return new Date((Math.floor(moment.getTime() / 1_000) + 1) * 1_000);
}

const NOW = { en: "now", ru: "сейчас" };
const TO = { en: "the property to", ru: "свойство «до»" };

/** Whether the zone matters at all: asking the portal for it costs a call. */
export function needsZone(input: Pick<SearchProperties, "period" | "from" | "to">): boolean {
  return input.period === "custom" && [input.from, input.to].some((time) => time?.kind === "wall");
}
