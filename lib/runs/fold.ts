import type { Message, PendingRow, PendingRun } from "./compose.ts";
import type { Lang } from "./language.ts";
import { LEFT_OUT } from "./sentences.ts";

const CHARS_AT_EACH_END = 2_000;

interface FoldInput {
  lines: PendingRow[];
  completion: PendingRow;
}

/**
 * A completion with the lines in its text that may not go on their own any more: all, or the first and the last of
 * too many. Where such a text has failed before, the completion goes alone: its lines must not make it undeliverable.
 */
export function fold(run: PendingRun, { lines, completion }: FoldInput): Message {
  const rows = [...lines, completion];
  const { message, values } = completion;
  const isRefused = rows.every(({ refusals }) => refusals > 0);
  const { texts, left } = isRefused ? { texts: [], left: lines } : thinOut(lines, run.lang);
  return { run, kind: "complete", text: [...texts, message].join("\n"), values, rows, left };
}

/** Whether lines stand in the text of this completion. */
export function isFold({ kind, rows, left }: Message): boolean {
  return kind === "complete" && rows.length - left.length > 1;
}

/** A line as it is sent. The mark tells a reader, and whoever counts, that it may stand above already. */
export function toText(line: PendingRow, lang: Lang): string {
  const text = line.isRepeat ? `#${line.seq} ${line.message}` : line.message;
  return line.omitted === 0 ? text : `${LEFT_OUT[lang](line.omitted)}\n${text}`;
}

function thinOut(lines: PendingRow[], lang: Lang): { texts: string[]; left: PendingRow[] } {
  const all = lines.map((line) => toText(line, lang));
  const size = all.reduce((sum, text) => sum + text.length + 1, 0);
  if (size <= 2 * CHARS_AT_EACH_END) return { texts: all, left: [] };
  const first = countFitting(all);
  const last = all.length - countFitting([...all].reverse());
  const left = lines.slice(first, last);
  // The line behind the gap speaks for one more that it may have itself.
  const tail = lines.slice(last).map((line, place) => (place > 0 ? line : { ...line, omitted: 0 }));
  const omitted = left.reduce((sum, line) => sum + 1 + line.omitted, lines[last]?.omitted ?? 0);
  const gap = LEFT_OUT[lang](omitted);
  return { texts: [...all.slice(0, first), gap, ...tail.map((line) => toText(line, lang))], left };
}

function countFitting(texts: string[]): number {
  let size = 0;
  const end = texts.findIndex((text) => (size += text.length + 1) > CHARS_AT_EACH_END);
  return end < 0 ? texts.length : end;
}
