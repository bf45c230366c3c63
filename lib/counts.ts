type Labels = Record<string, string>;

const BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const MAX_SERIES = 2_000;

// Next bundles this module more than once per process; the symbol is shared by all copies.
const COUNTS = Symbol.for("logbook.counts");
const shared = globalThis as { [COUNTS]?: Map<string, number> };

export interface Count {
  name: string;
  /** As Prometheus writes them: `{a="b"}`, or empty. */
  labels: string;
  value: number;
}

function counts(): Map<string, number> {
  return (shared[COUNTS] ??= new Map<string, number>());
}

/** Adds to a count of this process; labels come from closed lists, never from portals or users. */
export function count(name: string, labels: Labels = {}, by = 1): void {
  const key = `${name} ${toText(labels)}`;
  const all = counts();
  if (all.size >= MAX_SERIES && !all.has(key)) return;
  all.set(key, (all.get(key) ?? 0) + by);
}

/** Adds a duration to a histogram of this process. */
export function observeSeconds(name: string, labels: Labels, seconds: number): void {
  for (const limit of BUCKETS_SECONDS) {
    if (seconds <= limit) count(`${name}_bucket`, { ...labels, le: String(limit) });
  }
  count(`${name}_bucket`, { ...labels, le: "+Inf" });
  count(`${name}_sum`, labels, seconds);
  count(`${name}_count`, labels);
}

/** Takes what was counted since the last time; who cannot write it down gives it back by `count`. */
export function takeCounts(): Count[] {
  const taken = [...counts()].map(([key, value]) => {
    const place = key.indexOf(" ");
    return { name: key.slice(0, place), labels: key.slice(place + 1), value };
  });
  counts().clear();
  return taken;
}

export function giveBackCounts(taken: Count[]): void {
  for (const { name, labels, value } of taken) {
    const key = `${name} ${labels}`;
    counts().set(key, (counts().get(key) ?? 0) + value);
  }
}

function toText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}
