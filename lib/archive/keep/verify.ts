import type { PortalCtx } from "../../ctx.ts";
import { invalidInput, unavailable } from "../../errors.ts";
import { parseInput } from "../entry-filter.ts";
import { chainFault, isFault, type ChainFault } from "./chain-fault.ts";
import type { TextStore } from "./chain-page.ts";
import { toSpan } from "./check-span.ts";
import { faultOfEnd, readHead, startBehind } from "./chain-ends.ts";
import { VerifyChainInput } from "./schemas.ts";
import { walkPage, type Place, type Walk } from "./walk-chain.ts";

interface VerifyInput extends VerifyChainInput {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface Progress {
  seq: bigint;
  upTo: bigint;
  checked: number;
  removed: number;
}

/** `removed`: retention took the entry of that number, and nothing is left to compare with. */
export type NotedResult = "met" | "removed";

/** Counts of entries that were checked and of removed ones that the chain leads over. */
export type Verdict = { checked: number; removed: number } & (
  { ok: true; seq: bigint; hash: string; noted: NotedResult | null } | ({ ok: false } & ChainFault)
);

/**
 * Checks the portal's chain, or a part of it whose start is believed. It proves that nothing was changed since the
 * hash of its end was noted outside: who can rewrite rows, head and removals together could make a new whole chain.
 * What searches look at is made of the description anew and compared; the class that an entry is kept in is not.
 */
export async function verifyChain(ctx: PortalCtx, input: VerifyInput = {}): Promise<Verdict> {
  const { fromSeq, toSeq, expect } = parseInput(VerifyChainInput, input);
  const head = await readHead(ctx);
  const { first, last: upTo } = toSpan({ fromSeq, toSeq, head });
  assertNotedWithin({ expect, head, first, last: upTo });
  const counts = { checked: 0, removed: 0 };
  if (expect !== undefined && expect.seq > head.seq) {
    const more = `: it ends at ${head.seq}, and ${expect.seq} was noted`;
    return { ok: false, ...counts, ...chainFault("end", head.seq + 1n, more) };
  }
  const noted = expect === undefined ? null : { ...expect, isMet: false };
  const start = await startBehind(ctx, { before: first - 1n, upTo, noted });
  if (isFault(start)) return { ok: false, ...counts, ...start };
  return walkTo(ctx, {
    walk: start,
    upTo,
    head,
    signal: input.signal,
    onProgress: input.onProgress,
  });
}

interface WalkToInput extends Pick<VerifyInput, "signal" | "onProgress"> {
  walk: Walk;
  upTo: bigint;
  head: Place;
}

async function walkTo(ctx: PortalCtx, input: WalkToInput): Promise<Verdict> {
  const { upTo, head, signal, onProgress } = input;
  const texts: TextStore = new Map();
  let { walk } = input;
  for (let isDone = false; !isDone;) {
    if (signal?.aborted === true) throw unavailable("The check was stopped.");
    const step = await walkPage(ctx, { walk, upTo, texts });
    ({ walk } = step);
    if (isFault(step)) return broken(walk, step);
    ({ isDone } = step);
    onProgress?.({ seq: walk.place.seq, upTo, checked: walk.checked, removed: walk.removed });
  }
  const { place, checked, removed, noted } = walk;
  const fault = upTo === head.seq ? await faultOfEnd(ctx, { place, head }) : null;
  if (fault !== null) return broken(walk, fault);
  const result = noted === null ? null : noted.isMet ? "met" : "removed";
  return { ok: true, checked, removed, ...place, noted: result };
}

function broken({ checked, removed }: Walk, { fault, brokenAt, reason }: ChainFault): Verdict {
  return { ok: false, checked, removed, fault, brokenAt, reason };
}

interface Noted {
  expect: Place | undefined;
  head: Place;
  first: bigint;
  last: bigint;
}

function assertNotedWithin({ expect, head, first, last }: Noted): void {
  if (expect === undefined || expect.seq > head.seq) return;
  if (expect.seq < first - 1n || expect.seq > last) {
    throw invalidInput("expect: its number must lie within the part that is checked");
  }
}
