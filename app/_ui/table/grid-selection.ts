/** Several rows at once: what the table asks, and what it tells when rows are picked. */
export interface GridSelection<Row> {
  isPickable(row: Row): boolean;
  isPicked(row: Row): boolean;
  state: "none" | "some" | "all";
  toggle(row: Row): void;
  /** From the row where the picking began, else from `from`, up to `to`. */
  extend(from: Row, to: Row): void;
  toggleAll(): void;
  /** Words for the boxes. */
  labels: { row: string; all: string };
}

export const PICK_COLUMN = "pick";
export const PICK_TRACK = "36px";
