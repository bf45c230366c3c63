export function withColumn(shown: string[], id: string, isShown: boolean): string[] {
  const others = shown.filter((one) => one !== id);
  if (!isShown) return others.length === 0 ? shown : others;
  return shown.includes(id) ? shown : [...shown, id];
}

/** One place to the left (-1) or right (1); at an end it stays. */
export function moveColumn(shown: string[], id: string, by: -1 | 1): string[] {
  const from = shown.indexOf(id);
  const to = from + by;
  const moved = shown.filter((one) => one !== id);
  if (from < 0 || to < 0 || to >= shown.length) return shown;
  moved.splice(to, 0, id);
  return moved;
}
