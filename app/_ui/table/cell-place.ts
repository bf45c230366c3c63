/** A cell that was pointed at. */
export interface CellPlace {
  key: string;
  /** Id of the column; null for rows and screens without columns. */
  column: string | null;
  element: HTMLElement;
}

export function rowOf(target: EventTarget): string | null {
  if (!(target instanceof Element)) return null;
  return target.closest<HTMLElement>("[data-row]")?.dataset.row ?? null;
}

export function cellAt(target: EventTarget): CellPlace | null {
  const key = rowOf(target);
  if (key === null || !(target instanceof Element)) return null;
  const element = target.closest<HTMLElement>("[role=gridcell]");
  if (element === null) return null;
  return { key, column: element.dataset.column ?? null, element };
}
