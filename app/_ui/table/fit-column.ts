import type { GridHandle } from "./grid-handle.ts";
import type { Columns } from "./use-columns.ts";

/** As wide as what is drawn of the column now; nothing changes while nothing of it is drawn. */
export function fitColumn<Row>(
  columns: Pick<Columns<Row>, "setWidth">,
  grid: GridHandle | null,
  id: string,
): void {
  const width = grid?.fitWidth(id) ?? null;
  if (width !== null) columns.setWidth(id, width);
}
