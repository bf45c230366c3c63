/** The candidate that was probably meant by a mistyped word, if one is near enough. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const limit = word.length >= 6 ? 2 : word.length >= 3 ? 1 : 0;
  let best: { name: string; distance: number } | null = null;
  for (const name of candidates) {
    if (name.length < 3 || Math.abs(name.length - word.length) > limit) continue;
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { name, distance };
  }
  return best?.name ?? null;
}

// Exchanged neighbours count as one slip: they are the commonest of all.
function editDistance(left: string, right: string): number {
  let older: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      line[column] = Math.min(
        (above[column] ?? 0) + 1,
        (line[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (older[column - 2] ?? Infinity) + 1 : Infinity,
      );
    }
    older = above;
    above = line;
  }
  return above[right.length] ?? 0;
}
