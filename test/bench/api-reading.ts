import { setTimeout as pause } from "node:timers/promises";
import { stateOf, type Bed } from "./api.ts";
import { toFigure, type Figure } from "./figure.ts";

const READ_MS = 12_000;

interface Reading {
  name: "stream" | "export";
  path: string;
}

/** Reads long answers for some time: rows a second, and how much the server's memory grows after the first half. */
export async function readOn(bed: Bed, reading: Reading): Promise<Figure[]> {
  const stop = new AbortController();
  const memory: number[] = [];
  const watching = watchMemory(bed, memory, stop.signal);
  const startedAt = performance.now();
  let lines = 0;
  // A file that has an end is read again.
  try {
    for (let at = 0; performance.now() - startedAt < READ_MS; at += 1) {
      lines += await readOnce(bed, { ...reading, token: bed.tokens.at(at % 30) ?? "", startedAt });
    }
  } finally {
    stop.abort();
    await watching;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  // Three lines make an event.
  const entries = reading.name === "stream" ? lines / 3 : lines;
  const half = memory.slice(Math.floor(memory.length / 2));
  const growth = Math.max(...half) - Math.max(...memory.slice(0, -half.length));
  bed.say(`${reading.name}: ${Math.round(entries)} entries`);
  return [
    toFigure({
      ...{ name: `${reading.name}: entries`, unit: "1/s", better: "higher" },
      ours: entries / seconds,
    }),
    toFigure({
      ...{ name: `${reading.name}: growth of memory`, unit: "MB", better: "lower" },
      ours: growth / 1_048_576,
      aim: { on: "ours", value: 64 },
    }),
  ];
}

async function readOnce(
  { origin }: Bed,
  { path, token, startedAt }: Reading & { token: string; startedAt: number },
): Promise<number> {
  const stop = new AbortController();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${origin}${path}`, { headers, signal: stop.signal });
  if (answer.status !== 200 || answer.body === null) {
    throw new Error(`${path}: status ${answer.status}`);
  }
  let lines = 0;
  for await (const chunk of answer.body) {
    for (const byte of chunk as Uint8Array) if (byte === 0x0a) lines += 1;
    if (performance.now() - startedAt > READ_MS) break;
  }
  stop.abort();
  return lines;
}

async function watchMemory(bed: Bed, memory: number[], signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    memory.push((await stateOf(bed)).memory);
    await pause(500);
  }
}
