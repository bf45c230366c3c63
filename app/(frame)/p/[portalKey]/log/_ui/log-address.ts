import { isTimeText } from "./time-range.ts";

/** What the list is asked for. */
export interface LogFilter {
  from: string | null;
  to: string | null;
  types: string[];
  user: number | null;
  id: string | null;
}

/** The whole state of the page: it lives in the address and nowhere else. */
export interface LogAddress extends LogFilter {
  isLive: boolean;
  /** Entry open in the panel. */
  entry: string | null;
}

export const EMPTY_FILTER: LogFilter = { from: null, to: null, types: [], user: null, id: null };

const ID = /^\d{1,19}$/;
const TYPE = /^[\w.:-]{1,100}$/;
const MAX_TYPES = 100;

interface Parsed {
  address: LogAddress;
  /** Names of values that could not be used; each fell back to its default. */
  faults: string[];
}

export function parseLogAddress(params: URLSearchParams): Parsed {
  const faults: string[] = [];
  const read = (name: string, isGood: (text: string) => boolean): string | null => {
    const text = params.get(name);
    if (text === null || text === "") return null;
    if (isGood(text)) return text;
    faults.push(name);
    return null;
  };
  const areTypes = (text: string) => {
    const codes = text.split(",");
    return codes.length <= MAX_TYPES && codes.every(isTypeCode);
  };
  const user = read("user", (text) => /^\d{1,15}$/.test(text));
  const types = read("type", areTypes);
  const address: LogAddress = {
    from: read("from", isTimeText),
    to: read("to", isTimeText),
    types: types === null ? [] : [...new Set(types.split(","))],
    user: user === null ? null : Number(user),
    id: read("id", (text) => ID.test(text)),
    isLive: read("live", (text) => text === "1") !== null,
    entry: read("e", (text) => ID.test(text)),
  };
  return { address, faults };
}

/** Fixed order, defaults left out: equal states give equal addresses. */
export function printLogAddress(address: LogAddress): URLSearchParams {
  const params = new URLSearchParams();
  if (address.from !== null) params.set("from", address.from);
  if (address.to !== null) params.set("to", address.to);
  if (address.types.length > 0) params.set("type", address.types.join(","));
  if (address.user !== null) params.set("user", String(address.user));
  if (address.id !== null) params.set("id", address.id);
  if (address.isLive) params.set("live", "1");
  if (address.entry !== null) params.set("e", address.entry);
  return params;
}

export function hasFilter(filter: LogFilter): boolean {
  const { from, to, types, user, id } = filter;
  return from !== null || to !== null || types.length > 0 || user !== null || id !== null;
}

export function isEntryId(text: string): boolean {
  return ID.test(text);
}

export function isTypeCode(text: string): boolean {
  return TYPE.test(text);
}
