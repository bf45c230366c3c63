import { itemMeaning, type ItemMeaning } from "./event-items.ts";
import { EVENT_FAMILIES, EVENT_TYPES, type EventKind } from "./event-type-table.ts";

export interface EventType {
  code: string;
  kind: EventKind;
  item: ItemMeaning;
  /** False where only the code can be shown. */
  isKnown: boolean;
}

export function eventTypeOf(code: string): EventType {
  const family = () => EVENT_FAMILIES.find(([prefix]) => code.startsWith(prefix))?.[1];
  const kind = EVENT_TYPES.get(code) ?? family();
  return { code, kind: kind ?? "other", item: itemMeaning(code), isKnown: kind !== undefined };
}

/** All types that are known one by one. */
export function knownEventTypes(): EventType[] {
  return [...EVENT_TYPES.keys()].map(eventTypeOf);
}
