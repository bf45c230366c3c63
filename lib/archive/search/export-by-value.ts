import { conflict, unavailable } from "../../errors.ts";
import { toPage, type ExportPage, type Read } from "./export-page.ts";
import { loadExportRows, placeOf } from "./export-rows.ts";
import type { KeptGroups } from "./order-groups.ts";
import type { ValueOrder } from "./order.ts";
import type { Place } from "./place.ts";
import type { SearchQuery } from "./read-query.ts";
import type { Snapshot } from "./snapshot.ts";
import { smaller } from "./step-size.ts";
import { placeInOrder, walkValues, type ValuePlace } from "./walk-values.ts";

interface Input {
  query: SearchQuery;
  name: ValueOrder;
  isDown: boolean;
  /** The row that the page before ended with. */
  place: Place | null;
  read: Read;
  /** Of all pages of the export. */
  kept: KeptGroups;
}

/** A page of an export that is in the order of a value. */
export async function nextPageByValue(snapshot: Snapshot, input: Input): Promise<ExportPage> {
  const { place, read, ...asked } = input;
  const start = place === null ? null : await startBehind(snapshot, { name: input.name, place });
  for (;;) {
    const wanted = read.rows;
    const walked = await walkValues(snapshot, { ...asked, start, direction: "older", wanted });
    const keys = walked.keys.slice(0, wanted);
    if (keys.length === 0 && !walked.isEnd) {
      throw unavailable("The archive did not answer in time.");
    }
    const found = await loadExportRows(snapshot, { keys, direction: "older", isAsGiven: true });
    if (found !== null) {
      await read.texts.learn(snapshot, found.rows);
      const last = found.rows.at(-1);
      const reached =
        last === undefined ? (place ?? { at: snapshot.low, seq: null }) : placeOf(last);
      return toPage({ ...found, place: reached, isEnd: walked.isEnd && !found.isCut }, read);
    }
    if (read.rows === 1) throw unavailable("The archive did not answer in time.");
    read.rows = smaller(read.rows);
  }
}

async function startBehind(
  snapshot: Snapshot,
  { name, place: { at, seq } }: { name: ValueOrder; place: Place },
): Promise<ValuePlace | null> {
  if (seq === null) return null;
  const start = await placeInOrder(snapshot, { name, key: { at, seq } });
  if (start === null) throw conflict("The entry that the export had come to was removed.");
  return start;
}
