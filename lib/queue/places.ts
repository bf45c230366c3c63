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
  /** An ordinary place became free although its work goes on. */
  onFree(): void;
}

export interface Places {
  /** Ordinary places that are free now. */
  free(): number;
  /** True while there is no room for groups known as slow; `avoided` are the latest of them. */
  isCrowded(): boolean;
  avoided(): string[];
  /** Takes a place; the returned function gives it back. `group` is whose trouble it would be. */
  take(group: string | undefined, input?: { isSuspect: boolean }): () => void;
}

const MAX_REMEMBERED = 1_000;

/**
 * Counts who is at work. What hangs must not hold up what does not: after a while it counts as slow, and so does,
 * from its start, whatever comes from where the last work was slow.
 */
export function makePlaces({ places, slow, onFree }: MakePlacesInput): Places {
  let ordinary = 0;
  let slowOnes = 0;
  const slowGroups = new Set<string>();
  const most = slow?.most ?? Infinity;

  const remember = (group: string | undefined): void => {
    if (group === undefined) return;
    slowGroups.delete(group);
    slowGroups.add(group);
    const [oldest] = slowGroups;
    if (slowGroups.size > MAX_REMEMBERED && oldest !== undefined) slowGroups.delete(oldest);
  };

  return {
    free: () => places - ordinary,
    isCrowded: () => slow !== undefined && slowOnes >= slow.places,
    avoided: () => [...slowGroups],
    take: (group, input) => {
      const isKnown = input?.isSuspect === true || (group !== undefined && slowGroups.has(group));
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
              if (isSlow || slowOnes >= most) return;
              isSlow = true;
              slowOnes += 1;
              ordinary -= 1;
              onFree();
            }, slow.afterMs).unref();
      return () => {
        clearTimeout(timer);
        if (isSlow) slowOnes -= 1;
        else ordinary -= 1;
        if (!isLate && group !== undefined) slowGroups.delete(group);
      };
    },
  };
}
