import { openParams, type Params } from "./params.ts";
import { askStep, isOver, type Snapshot } from "./snapshot.ts";
import { smaller } from "./step-size.ts";

interface Input<Item> {
  items: readonly Item[];
  /** Makes a statement about some of the items; those of all parts together tell what one about all does. */
  toText: (some: readonly Item[], params: Params) => string;
}

/** Asks about many things at once, and about fewer where that did not end in time. Null when all time is over. */
export async function askInParts<Item, Row>(
  snapshot: Snapshot,
  { items, toText }: Input<Item>,
): Promise<Row[] | null> {
  const rows: Row[] = [];
  let size = items.length;
  for (let at = 0; at < items.length;) {
    const some = items.slice(at, at + size);
    const params = openParams();
    const found = await askStep<Row>(snapshot, toText(some, params), params);
    if (found !== null) {
      for (const row of found) rows.push(row);
      at += some.length;
    } else if (isOver(snapshot)) return null;
    else size = smaller(some.length);
  }
  return rows;
}
