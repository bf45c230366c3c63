import { EVENT_STATUSES, type EventStatus } from "../../../../../../lib/events/shared.ts";

/** What the list is asked for. */
export interface EventFilter {
  status: EventStatus | null;
  name: string | null;
  id: string | null;
  /** How far back, such as `24h` or `7d`. */
  since: string | null;
}

/** The whole state of the page: it lives in the address and nowhere else. */
export interface EventsAddress extends EventFilter {
  /** Record open in the panel. */
  event: string | null;
}

export const EMPTY_EVENT_FILTER: EventFilter = { status: null, name: null, id: null, since: null };
export const SINCE_PRESETS = ["1h", "24h", "7d", "30d"] as const;

const NAME = /^[\w./:-]{1,128}$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SINCE = /^([1-9]\d{0,3})([mhd])$/;
const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A value that cannot be one is left out, so that a damaged link still shows a list. */
export function parseEventsAddress(params: URLSearchParams): EventsAddress {
  const read = (name: string, isGood: (text: string) => boolean): string | null => {
    const text = params.get(name);
    return text !== null && isGood(text) ? text : null;
  };
  return {
    status: EVENT_STATUSES.find((status) => status === params.get("status")) ?? null,
    name: read("name", isEventName),
    id: read("id", isEventId),
    since: read("since", isSince),
    event: read("event", isEventId),
  };
}

/** Fixed order, what is unset is left out: equal states give equal addresses. */
export function printEventsAddress(address: Partial<EventsAddress>): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ["status", "name", "id", "since", "event"] as const) {
    const value = address[name];
    if (value !== undefined && value !== null) params.set(name, value);
  }
  return params;
}

/** What the door is asked. */
export function toDoorQuery(filter: EventFilter, nowMs: number): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.status !== null) params.set("status", filter.status);
  if (filter.name !== null) params.set("eventName", filter.name);
  if (filter.id !== null) params.set("id", filter.id);
  const ago = filter.since === null ? null : sinceMs(filter.since);
  if (ago !== null) params.set("from", new Date(nowMs - ago).toISOString());
  return params;
}

export function hasEventFilter({ status, name, id, since }: EventFilter): boolean {
  return [status, name, id, since].some((value) => value !== null);
}

export function isEventName(text: string): boolean {
  return NAME.test(text);
}

export function isEventId(text: string): boolean {
  return ID.test(text);
}

export function isSince(text: string): boolean {
  return SINCE.test(text);
}

function sinceMs(text: string): number | null {
  const [, count = "", unit = ""] = SINCE.exec(text) ?? [];
  return unit === "m" || unit === "h" || unit === "d" ? Number(count) * UNIT_MS[unit] : null;
}
