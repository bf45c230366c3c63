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
}

/** What one address may have kept in a minute: nothing it sends is proven while the database is away. */
export function makeQuota(limits: QuotaLimits, now: () => number = Date.now): Quota {
  const used = new Map<string, QuotaLimits>();
  let endsAt = 0;
  return {
    take: (address, bytes) => {
      if (now() >= endsAt) {
        used.clear();
        endsAt = now() + WINDOW_MS;
      }
      const before = used.get(address) ?? { calls: 0, bytes: 0 };
      const after = { calls: before.calls + 1, bytes: before.bytes + bytes };
      const isNewcomer = before.calls === 0 && used.size >= MAX_ADDRESSES;
      if (isNewcomer || after.calls > limits.calls || after.bytes > limits.bytes) {
        return endsAt - now();
      }
      used.set(address, after);
      return null;
    },
  };
}
