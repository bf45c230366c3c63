/** Where rows stand one below the other, when some are as high as what is in them. */
export interface RowPlaces {
  readonly count: number;
  /** Of all rows together. */
  readonly height: number;
  startOf(index: number): number;
  heightOf(index: number): number;
  /** The row at a height; the last one below all rows. */
  indexAt(top: number): number;
}

interface Rows {
  count: number;
  /** Of a row that was not measured. */
  usual: number;
  keyOf(index: number): string;
  measured: ReadonlyMap<string, number>;
  /** Another one with every change of what is measured. */
  version: number;
}

export function rowPlaces({ count, usual, keyOf, measured }: Rows): RowPlaces {
  if (measured.size === 0) return evenPlaces(count, usual);
  const starts = new Float64Array(count + 1);
  for (let index = 0; index < count; index += 1) {
    starts[index + 1] = (starts[index] ?? 0) + (measured.get(keyOf(index)) ?? usual);
  }
  const startOf = (index: number) => starts[clamp(index, count)] ?? 0;
  return {
    count,
    height: startOf(count),
    startOf,
    heightOf: (index) => startOf(index + 1) - startOf(index),
    indexAt: (top) => {
      let [first, last] = [0, Math.max(0, count - 1)];
      while (first < last) {
        const middle = (first + last + 1) >> 1;
        if (startOf(middle) <= top) first = middle;
        else last = middle - 1;
      }
      return first;
    },
  };
}

function evenPlaces(count: number, usual: number): RowPlaces {
  return {
    count,
    height: count * usual,
    startOf: (index) => clamp(index, count) * usual,
    heightOf: () => usual,
    indexAt: (top) => clamp(Math.floor(top / usual), Math.max(0, count - 1)),
  };
}

function clamp(index: number, most: number): number {
  return Math.max(0, Math.min(index, most));
}
