import { fold } from "../../../lib/filter/shared.ts";

export interface TextPart {
  text: string;
  isMatch: boolean;
}

const MAX_MATCHES = 500;

/** The text in pieces, those that match one of the needles apart; capital and small letters are the same. */
export function highlightParts(text: string, needles: readonly string[]): TextPart[] {
  const wanted = needles.map(fold).filter((needle) => needle !== "");
  const folded = fold(text);
  // Letters that fold into several would put the marks at the wrong places.
  if (wanted.length === 0 || folded.length !== text.length) return [{ text, isMatch: false }];
  const parts: TextPart[] = [];
  let done = 0;
  for (const { start, end } of matches(folded, wanted)) {
    if (start > done) parts.push({ text: text.slice(done, start), isMatch: false });
    parts.push({ text: text.slice(start, end), isMatch: true });
    done = end;
  }
  if (done < text.length || parts.length === 0) {
    parts.push({ text: text.slice(done), isMatch: false });
  }
  return parts;
}

interface Match {
  start: number;
  end: number;
}

/** Matches in order; those that touch or overlap are one. */
function matches(folded: string, needles: string[]): Match[] {
  const found: Match[] = [];
  for (const needle of needles) {
    let at = folded.indexOf(needle);
    while (at >= 0 && found.length < MAX_MATCHES) {
      found.push({ start: at, end: at + needle.length });
      at = folded.indexOf(needle, at + needle.length);
    }
  }
  found.sort((left, right) => left.start - right.start);
  const joined: Match[] = [];
  for (const match of found) {
    const last = joined.at(-1);
    if (last !== undefined && match.start <= last.end) last.end = Math.max(last.end, match.end);
    else joined.push({ ...match });
  }
  return joined;
}
