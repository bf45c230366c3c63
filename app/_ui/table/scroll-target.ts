import type { RowPlaces } from "./row-places.ts";

/** Where a row is scrolled to: only as far as it takes, into the middle, or to an edge. */
export type Align = "auto" | Edge;
type Edge = "start" | "center" | "end";

export interface View {
  /** How far it is scrolled, how high it is, and how far it can be scrolled. */
  top: number;
  height: number;
  most: number;
  /** What covers its upper edge: rows begin below it. */
  head: number;
}

/** How far to scroll for a row, and the edge it is then at; null where nothing has to move. */
export function scrollTarget(
  places: RowPlaces,
  view: View,
  wish: { index: number; align: Align },
): { top: number; align: Edge } | null {
  const index = Math.max(0, Math.min(wish.index, places.count - 1));
  const start = places.startOf(index);
  const end = start + places.heightOf(index) + view.head;
  const align = wish.align === "auto" ? edgeOf({ start, end }, view) : wish.align;
  if (align === null) return null;
  const isLast = align === "end" && index === places.count - 1;
  const middle = start + (places.heightOf(index) - view.height) / 2;
  const wanted = { start, end: isLast ? view.most : end - view.height, center: middle };
  return { top: Math.max(0, Math.min(wanted[align], view.most)), align };
}

function edgeOf({ start, end }: { start: number; end: number }, view: View): Edge | null {
  if (end >= view.top + view.height) return "end";
  return start <= view.top ? "start" : null;
}
