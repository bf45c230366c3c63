export interface GridPlace {
  row: number;
  col: number;
}

export interface GridSize {
  rows: number;
  cols: number;
  /** Rows of one page, at least one. */
  page: number;
}

interface Press {
  name: string;
  isCtrl: boolean;
}

/** Where a navigation key leads from a cell; null when the key is not one of navigation. */
export function movePlace(press: Press, place: GridPlace, size: GridSize): GridPlace | null {
  const target = target0(press, place, size);
  if (target === null || size.rows === 0) return null;
  return {
    row: clamp(target.row, size.rows - 1),
    col: clamp(target.col, size.cols - 1),
  };
}

function target0({ name, isCtrl }: Press, { row, col }: GridPlace, size: GridSize) {
  switch (name) {
    case "ArrowDown":
    case "j":
      return { row: row + 1, col };
    case "ArrowUp":
    case "k":
      return { row: row - 1, col };
    case "ArrowRight":
      return { row, col: col + 1 };
    case "ArrowLeft":
      return { row, col: col - 1 };
    case "PageDown":
      return { row: row + size.page, col };
    case "PageUp":
      return { row: row - size.page, col };
    case "Home":
      return { row: isCtrl ? 0 : row, col: 0 };
    case "End":
      return { row: isCtrl ? size.rows - 1 : row, col: size.cols - 1 };
    default:
      return null;
  }
}

function clamp(value: number, max: number): number {
  return Math.min(Math.max(value, 0), max);
}
