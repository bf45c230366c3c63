import { isAppError, unavailable } from "../../errors.ts";

export interface GateLimits {
  /** Snapshots at a time, of all portals and of one. */
  total: number;
  perPortal: number;
}

export interface Gate {
  /** Waits for a place; gives what frees it again. Throws `unavailable` when none was free in time. */
  enter(portalId: bigint, waitMs: number): Promise<() => void>;
}

const BUSY = "Too many searches run at the same time. Please try again in a few seconds.";

export function isBusy(error: unknown): boolean {
  return isAppError(error, "unavailable") && error.message === BUSY;
}

/** Lets so many in at a time; those who wait come in by portals in turn. */
export function openGate({ total, perPortal }: GateLimits): Gate {
  const inside = new Map<bigint, number>();
  const lines = new Map<bigint, (() => void)[]>();
  let all = 0;
  const isFree = (portalId: bigint) => all < total && (inside.get(portalId) ?? 0) < perPortal;
  const change = (portalId: bigint, by: number) => {
    all += by;
    const count = (inside.get(portalId) ?? 0) + by;
    if (count === 0) inside.delete(portalId);
    else inside.set(portalId, count);
  };
  const setLine = (portalId: bigint, line: (() => void)[]) => {
    lines.delete(portalId);
    if (line.length > 0) lines.set(portalId, line);
  };
  const letIn = () => {
    // A portal that had its turn goes to the end of the lines.
    for (const [portalId, [first, ...rest]] of lines) {
      if (first === undefined || !isFree(portalId)) continue;
      setLine(portalId, rest);
      change(portalId, 1);
      first();
    }
  };
  const stand = async (portalId: bigint, waitMs: number) => {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const enter = () => {
      resolve(undefined);
    };
    lines.set(portalId, [...(lines.get(portalId) ?? []), enter]);
    const timer = setTimeout(() => {
      const line = lines.get(portalId) ?? [];
      const rest = line.filter((one) => one !== enter);
      if (rest.length > 0) lines.set(portalId, rest);
      else lines.delete(portalId);
      reject(unavailable(BUSY));
    }, waitMs);
    await promise.finally(() => {
      clearTimeout(timer);
    });
  };
  return {
    enter: async (portalId, waitMs) => {
      if (isFree(portalId)) change(portalId, 1);
      else await stand(portalId, waitMs);
      let isInside = true;
      return () => {
        if (!isInside) return;
        isInside = false;
        change(portalId, -1);
        letIn();
      };
    },
  };
}

// Next bundles this module more than once per process; the symbol is shared by all copies.
const GATE = Symbol.for("logbook.snapshot-gate");
const shared = globalThis as { [GATE]?: Gate | undefined };

/** For a process whose connections are also needed by other doors: searches leave some of them free. */
export function limitSnapshots(limits: GateLimits): void {
  shared[GATE] = openGate(limits);
}

export async function enterGate(portalId: bigint, waitMs: number): Promise<() => void> {
  return (await shared[GATE]?.enter(portalId, waitMs)) ?? (() => undefined);
}
