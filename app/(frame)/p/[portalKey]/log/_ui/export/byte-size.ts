const UNITS = ["B", "KB", "MB", "GB"] as const;

/** A file's size as people read it, in the units that both languages know. */
export function byteSize(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1_000 && unit < UNITS.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  const text = unit === 0 || size >= 100 ? size.toFixed(0) : size.toFixed(1);
  return `${text} ${UNITS[unit] ?? "B"}`;
}
