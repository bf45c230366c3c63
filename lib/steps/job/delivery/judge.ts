import type { DeliveryResult } from "../../shared.ts";

const BASE_MS = 2_000;
const MAX_MS = 3_600_000;
const TEMPORARY = new Set([408, 425, 429]);

export type Judgement = "accepted" | "refused" | "retry";

/**
 * 2xx is accepted; of the others, what another attempt cannot change is final. Who answers 409 has the request from an
 * attempt whose answer was lost, if there was one.
 */
export function judge({
  status,
  isRefused,
  mayHaveIt,
}: Pick<DeliveryResult, "status"> & { isRefused: boolean; mayHaveIt: boolean }): Judgement {
  if (isRefused) return "refused";
  if (status === 409 && mayHaveIt) return "accepted";
  if (status === null || status >= 500 || TEMPORARY.has(status)) return "retry";
  return status >= 200 && status < 300 ? "accepted" : "refused";
}

/** Whether the other side is in trouble as a whole, and not only with this request. */
export function isOutage({ status }: Pick<DeliveryResult, "status">): boolean {
  return status === null || status >= 500;
}

/** 2 s, 4 s, 8 s … up to an hour, of which at least half is waited; longer when the other side asks for it. */
export function retryMs(input: { attempt: number; random: number; afterMs: number }): number {
  const full = Math.min(MAX_MS, BASE_MS * 2 ** Math.min(input.attempt - 1, 20));
  return Math.max(input.afterMs, Math.round(full * (0.5 + input.random / 2)));
}

/** `Retry-After` as seconds or as a date, an hour at most; what is neither counts as nothing. */
export function retryAfterMs(header: string | null, now: Date): number {
  if (header === null) return 0;
  if (/^\d{1,9}$/.test(header.trim())) return Math.min(MAX_MS, Number(header) * 1_000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.min(MAX_MS, Math.max(0, at - now.getTime()));
}
