import { setTimeout as delay } from "node:timers/promises";
import { appendLine } from "../../lib/runs/index.ts";
import type { Portal } from "../portal/index.ts";
import type { BenchRun } from "./bench-run.ts";
import type { BenchPortal } from "./local-portal.ts";

export interface Written {
  run: BenchRun;
  lines: string[];
}

export function lineText(run: number, number: number): string {
  return `Order ${run}-${number} compared with the warehouse, no difference`;
}

/** Writes into every run at a steady pace until told to stop, like so many steps at work. */
export async function writeSteadily(
  portal: BenchPortal,
  input: { written: Written[]; perSecond: number; stop: AbortSignal },
): Promise<void> {
  const { written, perSecond, stop } = input;
  const gapMs = 1_000 / perSecond;
  const writeOne = async ({ run, lines }: Written, place: number): Promise<void> => {
    const startAt = performance.now() + (gapMs * place) / written.length;
    for (let number = 1; !stop.aborted; number += 1) {
      const message = lineText(place, number);
      const line = await appendLine(portal.ctx, { ...run, message });
      if (line === null) throw new Error("A line was refused.");
      lines.push(message);
      const waitMs = startAt + number * gapMs - performance.now();
      if (waitMs > 0) await delay(waitMs);
    }
  };
  await Promise.all(written.map(writeOne));
}

export interface Arrived {
  text: string;
  at: number;
}

/** What the portal's own log of a process holds, line by line. */
export function readLog(local: Portal, workflowId: string): Arrived[] {
  const log = local.workflow(workflowId)?.log ?? [];
  return log
    .filter(({ kind }) => kind === "progress")
    .flatMap(({ at, message }) =>
      message.split("\n").map((text) => ({ text, at: new Date(at).getTime() })),
    );
}

export interface Count {
  /** Lines of the window whose very text the portal has. */
  inWindow: number;
  missing: number;
  outOfOrder: number;
}

/** Compares what was written with what the portal shows. */
export function countLines(
  local: Portal,
  input: { written: Written[]; from: number; to: number },
): Count {
  const { written, from, to } = input;
  const count: Count = { inWindow: 0, missing: 0, outOfOrder: 0 };
  for (const { run, lines } of written) {
    const places = new Map(lines.map((text, place) => [text, place]));
    let last = -1;
    for (const { text, at } of readLog(local, run.workflowId)) {
      const place = places.get(text);
      if (place === undefined) continue;
      places.delete(text);
      if (place < last) count.outOfOrder += 1;
      last = Math.max(last, place);
      if (at >= from && at < to) count.inWindow += 1;
    }
    count.missing += places.size;
  }
  return count;
}
