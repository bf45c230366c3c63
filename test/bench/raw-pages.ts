import { makeEntries } from "../seed/make-entries.ts";
import { planPortals } from "../seed/plan.ts";
import type { RawEntry } from "../seed/raw-entry.ts";

export const PAGE = 1_000;

/** Pages of a large portal as it would answer them. */
export function* rawPages(number = 1): Generator<RawEntry[], void, void> {
  const until = new Date(new Date().setUTCHours(0, 0, 0, 0));
  const portal = planPortals({ seed: number, entries: 10_000_000, portals: 20, until })[0];
  if (portal === undefined) throw new Error("The plan has no portal.");
  let page: RawEntry[] = [];
  for (const entry of makeEntries(portal)) {
    page.push(entry);
    if (page.length < PAGE) continue;
    // As they come out of an answer: a text that is put together of pieces has a price of its own when it is read.
    yield JSON.parse(JSON.stringify(page)) as RawEntry[];
    page = [];
  }
}
