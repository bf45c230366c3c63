const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 10_000;

export interface QuotaLimits {
  calls: number;
  bytes: number;
}

// All portals of the cloud call from a few queue servers, so one honest address may have much to say.
export const ADDRESS_LIMITS: QuotaLimits = { calls: 1_200, bytes: 16 * 1024 * 1024 };

export interface Quota {
  /** Null when the address may have that many bytes kept now, else the milliseconds until it may again. */
  take(address: string, bytes: number): number | null;
  /** How many calls the address may still make, and the milliseconds until all begin anew. */
  left(address: string): { calls: number; endsInMs: number };
}

interface QuotaOptions {
  now?: () => number;
  /** What becomes of a new address when no more can be counted in this minute. */
  newcomers?: "refused" | "free";
}

/** What one address may use up in a minute; it forgets all at each minute's end, so its memory is bounded. */
export function makeQuota(limits: QuotaLimits, options: QuotaOptions = {}): Quota {
  const { now = () => performance.now(), newcomers = "refused" } = options;
  const used = new Map<string, QuotaLimits>();
  let endsAt = now() + WINDOW_MS;
  const forgetOld = (): void => {
    if (now() < endsAt) return;
    used.clear();
    endsAt = now() + WINDOW_MS;
  };
  return {
    left: (address) => {
      forgetOld();
      const calls = limits.calls - (used.get(address)?.calls ?? 0);
      return { calls, endsInMs: endsAt - now() };
    },
    take: (address, bytes) => {
      forgetOld();
      const before = used.get(address);
      if (before === undefined && used.size >= MAX_ADDRESSES) {
        return newcomers === "free" ? null : endsAt - now();
      }
      const calls = (before?.calls ?? 0) + 1;
      const after = { calls, bytes: (before?.bytes ?? 0) + bytes };
      if (after.calls > limits.calls || after.bytes > limits.bytes) return endsAt - now();
      used.set(address, after);
      return null;
    },
  };
}
