export interface TextPart {
  text: string;
  isHit: boolean;
}

/** A text cut where it holds another one, in whatever case. */
export function markParts(text: string, find: string): TextPart[] {
  const wanted = find.trim().toLowerCase();
  const folded = text.toLowerCase();
  // A letter may change its length with its case; then no place in the one is a place in the other.
  if (wanted === "" || folded.length !== text.length) return [{ text, isHit: false }];
  const parts: TextPart[] = [];
  let from = 0;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isHit: false });
    from = at + wanted.length;
    parts.push({ text: text.slice(at, from), isHit: true });
  }
  if (from < text.length || parts.length === 0)
    parts.push({ text: text.slice(from), isHit: false });
  return parts;
}
