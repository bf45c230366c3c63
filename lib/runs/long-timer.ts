/** Longer waits would end at once: timers count them in 31 bits. */
const MAX_TIMER_MS = 2_147_483_647;

export interface LongTimer {
  clear(): void;
}

/** A timer for any length, also for the deadlines of up to a year that runs may have. */
export function startLongTimer(ms: number, fire: () => void): LongTimer {
  let timer: NodeJS.Timeout;
  const wait = (left: number): void => {
    const part = Math.min(left, MAX_TIMER_MS);
    timer = setTimeout(() => {
      if (left > part) wait(left - part);
      else fire();
    }, part);
  };
  wait(Math.max(0, ms));
  return {
    clear: () => {
      clearTimeout(timer);
    },
  };
}
