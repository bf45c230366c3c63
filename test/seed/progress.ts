const EVERY_MS = 5_000;

/** Tells at times how many rows are there, how fast they come and when all will be. */
export function progressOf(input: { total: number; say: (line: string) => void }) {
  const { total, say } = input;
  const startedAt = Date.now();
  let stored = 0;
  let before: number | null = null;
  let toldAt = startedAt;
  const tell = (): void => {
    toldAt = Date.now();
    const rate = (stored - (before ?? 0)) / ((toldAt - startedAt) / 1_000);
    const left = rate > 0 ? duration((total - stored) / rate) : "unknown";
    const share = ((stored / total) * 100).toFixed(1);
    say(`${stored} of ${total} entries (${share} %), ${Math.round(rate)}/s, ${left} left`);
  };
  return {
    /** Rows that an earlier run has stored. */
    found: (count: number): void => {
      stored += count;
      before = (before ?? 0) + count;
    },
    add: (count: number): void => {
      stored += count;
      if (Date.now() - toldAt > EVERY_MS) tell();
    },
    tell,
  };
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${String(Math.round(seconds % 60)).padStart(2, "0")} s`;
}
