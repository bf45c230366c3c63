import { CALL_OUTCOMES, type CallOutcome } from "../../../../../../lib/portals/shared.ts";

/** What the list is asked for. */
export interface CallFilter {
  method: string | null;
  outcome: CallOutcome | null;
  code: string | null;
  run: string | null;
}

/** The whole state of the page: it lives in the address and nowhere else. */
export interface CallsAddress extends CallFilter {
  /** Call open in the panel. */
  call: string | null;
}

export const EMPTY_CALL_FILTER: CallFilter = { method: null, outcome: null, code: null, run: null };

const NAME = /^[\w./:-]{1,128}$/;
const RUN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ID = /^\d{1,18}$/;

/** A value that cannot be one is left out, so that a damaged link still shows a list. */
export function parseCallsAddress(params: URLSearchParams): CallsAddress {
  const read = (name: string, isGood: (text: string) => boolean): string | null => {
    const text = params.get(name);
    return text !== null && isGood(text) ? text : null;
  };
  return {
    method: read("method", isCallName),
    outcome: CALL_OUTCOMES.find((name) => name === params.get("outcome")) ?? null,
    code: read("code", isCallName),
    run: read("run", isRunId),
    call: read("call", (text) => ID.test(text)),
  };
}

/** Fixed order, what is unset is left out: equal states give equal addresses. */
export function printCallsAddress(address: Partial<CallsAddress>): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ["method", "outcome", "code", "run", "call"] as const) {
    const value = address[name];
    if (value !== undefined && value !== null) params.set(name, value);
  }
  return params;
}

export function hasCallFilter(filter: CallFilter): boolean {
  return [filter.method, filter.outcome, filter.code, filter.run].some((value) => value !== null);
}

export function isCallName(text: string): boolean {
  return NAME.test(text);
}

export function isRunId(text: string): boolean {
  return RUN.test(text);
}
