export interface SlowAllowance {
  /** What is at work for longer leaves its ordinary place to others. */
  afterMs: number;
  /** While so many are slow, groups known as slow are not taken. */
  places: number;
  /** Beyond these, slow ones keep their ordinary places. */
  most?: number;
}

interface MakePlacesInput {
  places: number;
  slow?: SlowAllowance | undefined;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
  /** An ordinary place became free although its work goes on. */
  onFree(): void;
}

export interface Places {
  /** Ordinary places that are free now. */
  free(): number;
  /** True while there is no room for groups known as slow; `avoided` are the latest of them. */
  isCrowded(): boolean;
  avoided(): string[];
  /**
   * While there is no room: once in `afterMs` one of a group that was slow before may be taken, so that it can prove
   * itself; from none of these groups, which hang at this moment. Null until it is time again, and while none may be.
   */
  trial(): string[] | null;
  /** Takes a place; the returned function gives it back. `group` is whose trouble it would be. */
  take(group: string | undefined, input?: { isSuspect: boolean }): () => void;
}

const MAX_REMEMBERED = 1_000;

/**
 * Counts who is at work. What hangs must not hold up what does not: after a while it counts as slow, and so does,
 * from its start, whatever comes from where the last work was slow.
 */
export function makePlaces(input: MakePlacesInput): Places {
  const { places, slow, onFree, now = () => performance.now() } = input;
  let ordinary = 0;
  let slowOnes = 0;
  let triedAt = -Infinity;
  const slowGroups = new Set<string>();
  const hanging = countGroups();
  const [afterMs, most] = [slow?.afterMs ?? 0, slow?.most ?? Infinity];

  const remember = (group: string | undefined): void => {
    if (group === undefined) return;
    slowGroups.delete(group);
    slowGroups.add(group);
    const [oldest] = slowGroups;
    if (slowGroups.size > MAX_REMEMBERED && oldest !== undefined) slowGroups.delete(oldest);
  };

  const isCrowded = (): boolean => slow !== undefined && slowOnes >= slow.places;

  return {
    free: () => places - ordinary,
    isCrowded,
    avoided: () => [...slowGroups],
    trial: () => {
      // What hangs once more leaves its ordinary place after `afterMs`, so that trials take one at most; but only while
      // the slow ones may become more.
      if (!isCrowded() || slowOnes >= most || now() - triedAt < afterMs) return null;
      triedAt = now();
      return hanging.list();
    },
    take: (group, suspicion) => {
      const isKnown =
        suspicion?.isSuspect === true || (group !== undefined && slowGroups.has(group));
      let isSlow = slow !== undefined && isKnown && slowOnes < slow.places;
      let isLate = false;
      if (isSlow) slowOnes += 1;
      else ordinary += 1;
      const timer =
        slow === undefined
          ? undefined
          : setTimeout(() => {
              isLate = true;
              remember(group);
              hanging.add(group, 1);
              if (isSlow || slowOnes >= most) return;
              isSlow = true;
              slowOnes += 1;
              ordinary -= 1;
              onFree();
            }, slow.afterMs).unref();
      return () => {
        clearTimeout(timer);
        if (isLate) hanging.add(group, -1);
        if (isSlow) slowOnes -= 1;
        else ordinary -= 1;
        if (!isLate && group !== undefined) slowGroups.delete(group);
      };
    },
  };
}

/** Which groups have any at work. */
function countGroups() {
  const counts = new Map<string, number>();
  return {
    list: () => [...counts.keys()],
    add: (group: string | undefined, change: 1 | -1): void => {
      if (group === undefined) return;
      const left = (counts.get(group) ?? 0) + change;
      if (left > 0) counts.set(group, left);
      else counts.delete(group);
    },
  };
}
