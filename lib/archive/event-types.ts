import {
  EVENT_FAMILIES,
  EVENT_TYPES,
  type EventKind,
  type EventTypeRow,
  type ItemMeaning,
  type Lang,
} from "./event-type-table.ts";

export interface EventType {
  code: string;
  kind: EventKind;
  item: ItemMeaning;
  /** False where only the code can be shown. */
  isKnown: boolean;
  title: Record<Lang, string>;
}

export function eventTypeOf(code: string): EventType {
  const exact = EVENT_TYPES.get(code);
  if (exact !== undefined) return toEventType(code, exact);
  const family = EVENT_FAMILIES.find(([prefix]) => code.startsWith(prefix));
  if (family === undefined) {
    const title = { en: code, ru: code };
    return { code, kind: "other", item: "other", isKnown: false, title };
  }
  const [kind, item, en, ru] = family[1];
  return { code, kind, item, isKnown: true, title: { en: `${en} ${code}`, ru: `${ru} ${code}` } };
}

export function eventTitle(code: string, lang: Lang): string {
  return eventTypeOf(code).title[lang];
}

/** All types with a title of their own, for a choice. */
export function knownEventTypes(): EventType[] {
  return [...EVENT_TYPES].map(([code, row]) => toEventType(code, row));
}

function toEventType(code: string, [kind, item, en, ru]: EventTypeRow): EventType {
  return { code, kind, item, isKnown: true, title: { en, ru } };
}
