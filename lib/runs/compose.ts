import { MAX_LINE_CHARS } from "./clean-text.ts";
import { fold, toText } from "./fold.ts";
import { NO_HOLDS, type Holds } from "./holds.ts";
import type { Lang } from "./language.ts";

export interface PendingRow {
  id: bigint;
  seq: number;
  kind: "log" | "complete";
  message: string;
  values: Record<string, unknown> | null;
  /** It was sent before and nobody knows whether it arrived. */
  isRepeat: boolean;
  /** Answers that refused it. */
  refusals: number;
  /** Lines left out right before this one. */
  omitted: number;
}

export interface PendingRun {
  runId: string;
  calledAt: Date;
  isSettled: boolean;
  /** Settled, and near its deadline or minutes ago: the completion does not wait for held lines any more. */
  isPressed: boolean;
  /** Settled, and so near its deadline that the completion is tried whatever holds it. */
  isNear: boolean;
  tokenSealed: string | null;
  linesStopped: string | null;
  /** Of the process's people, who read the lines. */
  lang: Lang;
  rows: PendingRow[];
}

/** One command of a batch, and the outbox rows it carries. */
export interface Message {
  run: PendingRun;
  kind: "log" | "complete";
  text: string;
  values: Record<string, unknown> | null;
  rows: PendingRow[];
  /** Those of the rows that its text says nothing of: they are done with it, but left out. */
  left: PendingRow[];
}

const LINES_SENT_SINGLY = 5;

/**
 * Fills one batch. Every run gets a fair share of its commands; more than five lines of a run, and all lines of a
 * settled one, are joined in order into messages of at most 1,000 characters. The completion is a run's last. What
 * the portal's limits hold back is left out, and so is a completion whose lines are held, unless its run is pressed.
 */
export function compose(runs: PendingRun[], capacity: number, holds = NO_HOLDS): Message[] {
  const messages: Message[] = [];
  for (const [place, run] of runs.entries()) {
    const left = capacity - messages.length;
    const share = Math.floor(left / (runs.length - place));
    // A settled run needs two: its lines and its completion belong into one batch.
    const least = run.isSettled ? 2 : 1;
    const allowance = Math.min(left, Math.max(least, share));
    messages.push(...composeRun(run, { allowance, holds }));
  }
  return messages;
}

function composeRun(
  run: PendingRun,
  { allowance, holds }: { allowance: number; holds: Holds },
): Message[] {
  if (allowance < 1) return [];
  const lines = run.linesStopped === null ? run.rows.filter(({ kind }) => kind === "log") : [];
  const mayComplete = holds.completions === null || run.isNear;
  const completion = mayComplete ? run.rows.find(({ kind }) => kind === "complete") : undefined;
  const isHeld = (run.isSettled ? holds.lastLines : holds.lines) !== null;
  if (lines.length > 0 && (isHeld || holds.isRisky)) {
    if (completion !== undefined && run.isPressed) return [fold(run, { lines, completion })];
    if (isHeld) return [];
  }
  const isJoined = run.isSettled || lines.length > LINES_SENT_SINGLY || lines.length > allowance;
  const groups = isJoined ? join(lines, run.lang) : lines.map((line) => [line]);
  const logs = groups.slice(0, allowance).map((group): Message => ({
    run,
    kind: "log",
    text: group.map((line) => toText(line, run.lang)).join("\n"),
    values: null,
    rows: group,
    left: [],
  }));
  if (completion === undefined || groups.length >= allowance) return logs;
  // Refused lines beside an accepted completion would be lost: it follows in the next batch.
  if (holds.isRisky && logs.length > 0) return logs;
  const { message: text, values } = completion;
  return [...logs, { run, kind: "complete", text, values, rows: [completion], left: [] }];
}

// Only a whole line opens a new message, so an answer about a message is one about whole lines.
function join(lines: PendingRow[], lang: Lang): PendingRow[][] {
  const groups: PendingRow[][] = [];
  let length = Infinity;
  for (const line of lines) {
    const size = toText(line, lang).length + 1;
    if (length + size > MAX_LINE_CHARS + 1) {
      groups.push([]);
      length = 0;
    }
    groups.at(-1)?.push(line);
    length += size;
  }
  return groups;
}
