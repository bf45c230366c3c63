import { READING_KINDS, type ReadingKind } from "../../../../../../lib/access/shared.ts";

export const SINCES = ["day", "week", "month"] as const;
export type Since = (typeof SINCES)[number];

/** What the list is asked for. */
export interface ReadingFilter {
  kind: ReadingKind | null;
  /** Number of a person on the portal. */
  person: string | null;
  token: string | null;
  since: Since | null;
}

/** The whole state of the page: it lives in the address and nowhere else. */
export interface ReadingsAddress extends ReadingFilter {
  /** Reading open in the panel. */
  reading: string | null;
}

export const EMPTY_READING_FILTER: ReadingFilter = {
  kind: null,
  person: null,
  token: null,
  since: null,
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PERSON = /^[1-9]\d{0,8}$/;
const ID = /^\d{1,18}$/;

/** A value that cannot be one is left out, so that a damaged link still shows a list. */
export function parseReadingsAddress(params: URLSearchParams): ReadingsAddress {
  const read = (name: string, form: RegExp): string | null => {
    const text = params.get(name);
    return text !== null && form.test(text) ? text : null;
  };
  return {
    kind: READING_KINDS.find((name) => name === params.get("kind")) ?? null,
    person: read("person", PERSON),
    token: read("token", UUID),
    since: SINCES.find((name) => name === params.get("since")) ?? null,
    reading: read("reading", ID),
  };
}

/** Fixed order, what is unset is left out: equal states give equal addresses. */
export function printReadingsAddress(address: Partial<ReadingsAddress>): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ["kind", "person", "token", "since", "reading"] as const) {
    const value = address[name];
    if (value !== undefined && value !== null) params.set(name, value);
  }
  return params;
}

export function hasReadingFilter({ kind, person, token, since }: ReadingFilter): boolean {
  return [kind, person, token, since].some((value) => value !== null);
}

const DAY_MS = 86_400_000;
const DAYS: Record<Since, number> = { day: 1, week: 7, month: 30 };

/** What the door understands of the filter. */
export function readingsQuery(filter: ReadingFilter, now: Date): URLSearchParams {
  const { since, ...rest } = filter;
  const params = printReadingsAddress(rest);
  if (since !== null) {
    params.set("from", new Date(now.getTime() - DAYS[since] * DAY_MS).toISOString());
  }
  return params;
}
