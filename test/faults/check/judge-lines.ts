export interface StoredLine {
  seq: number;
  text: string;
  state: string;
  isOmitted: boolean;
}

export interface LineVerdict {
  /** Shown again, with the number that says so. */
  repeated: number;
  outOfOrder: string[];
  /** Counted as delivered, and not in the portal's log. */
  lost: string[];
  /** In the portal's log, and never written for this run. */
  foreign: string[];
}

const MARKED = /^#(\d+) (.*)$/s;
const LEFT_OUT = /^… \d+ lines left out$/;

/** Compares what a process's log shows with the lines that were written for it. */
export function judgeLines(input: {
  stored: StoredLine[];
  messages: string[];
  /** False when the process had no step that waited any more: it takes lines and shows none. */
  mustShowAll: boolean;
}): LineVerdict {
  const { stored, messages } = input;
  const verdict: LineVerdict = { repeated: 0, outOfOrder: [], lost: [], foreign: [] };
  const seen = new Set<number>();
  let next = 0;
  const show = (place: number): void => {
    seen.add(place);
    next = place + 1;
  };
  for (const shown of messages.flatMap((message) => message.split("\n"))) {
    if (LEFT_OUT.test(shown)) continue;
    const [, number, text = ""] = MARKED.exec(shown) ?? [];
    const marked = stored.findIndex((line) => String(line.seq) === number && line.text === text);
    const ahead = stored.findIndex((line, place) => place >= next && line.text === shown);
    if (marked >= next) show(marked);
    else if (seen.has(marked)) verdict.repeated += 1;
    else if (marked >= 0) verdict.outOfOrder.push(shown);
    else if (ahead >= 0) show(ahead);
    else if (stored.some((line) => line.text === shown)) verdict.outOfOrder.push(shown);
    else verdict.foreign.push(shown);
  }
  if (!input.mustShowAll) return verdict;
  for (const [place, line] of stored.entries()) {
    const isDelivered = line.state === "done" && !line.isOmitted;
    if (isDelivered && !seen.has(place)) verdict.lost.push(`#${line.seq} ${line.text}`);
  }
  return verdict;
}
