const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A file's size as people read it, in the words of a locale. */
export function byteSize(bytes: number, locale: string): string {
  let size = bytes;
  let place = 0;
  while (size >= 1_000 && place < UNITS.length - 1) {
    size /= 1_000;
    place += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: UNITS[place] ?? "byte",
    unitDisplay: place === 0 ? "long" : "short",
    maximumFractionDigits: place === 0 || size >= 100 ? 0 : 1,
  }).format(size);
}
