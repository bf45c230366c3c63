export type Cell = string | number | bigint | null;

/** The values as PostgreSQL writes an array: one text instead of a list of parameters. */
export function arrayLiteral(cells: readonly Cell[]): string {
  return `{${cells.map(toElement).join(",")}}`;
}

function toElement(cell: Cell): string {
  if (cell === null) return "NULL";
  return typeof cell === "string" ? `"${cell.replace(/["\\]/g, "\\$&")}"` : String(cell);
}
