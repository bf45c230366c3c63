export interface Range {
  from: number;
  to: number;
}

// A star never reaches over what ends a value or a line.
const STOP = /["<>\r\n]/g;

/**
 * Where a text with `*` as its only wildcard stands in another; both in small letters. Places only move forward, so
 * the time grows with the length of the text alone, whatever it holds.
 */
export function findLiteral(text: string, pieces: readonly string[]): Range[] {
  const inner = pieces.filter((piece) => piece !== "");
  const [first = ""] = inner;
  if (first === "") return [];
  const finders = inner.map((piece) => forwardFinder((from) => text.indexOf(piece, from)));
  const stops = forwardFinder((from) => nextStop(text, from));
  const found: Range[] = [];
  let at = finders[0]?.(0) ?? -1;
  while (at !== -1) {
    const end = endOf({ at, inner, finders, stops });
    if (end === null) return found;
    if (end !== -1) {
      const from = pieces[0] === "" ? startBefore(text, at, found.at(-1)?.to ?? 0) : at;
      const to = pieces.at(-1) === "" ? orEnd(stops(end), text) : end;
      found.push({ from, to });
      at = finders[0]?.(to) ?? -1;
    } else at = finders[0]?.(at + 1) ?? -1;
  }
  return found;
}

interface Attempt {
  at: number;
  inner: readonly string[];
  finders: readonly ((from: number) => number)[];
  stops: (from: number) => number;
}

/** The end of a match that begins here; -1 when there is none, null when none can follow either. */
function endOf({ at, inner, finders, stops }: Attempt): number | null {
  let end = at + (inner[0]?.length ?? 0);
  for (let index = 1; index < inner.length; index += 1) {
    const next = finders[index]?.(end) ?? -1;
    if (next === -1) return null;
    const stop = stops(end);
    if (stop !== -1 && stop < next) return -1;
    end = next + (inner[index]?.length ?? 0);
  }
  return end;
}

// Remembers the last answer: asked for rising positions it looks at every character once.
function forwardFinder(find: (from: number) => number): (from: number) => number {
  let asked = -1;
  let answer = -2;
  return (from) => {
    const isKnown = asked !== -1 && asked <= from && (answer === -1 || answer >= from);
    if (!isKnown) answer = find(from);
    asked = from;
    return answer;
  };
}

function nextStop(text: string, from: number): number {
  STOP.lastIndex = from;
  return STOP.exec(text)?.index ?? -1;
}

function startBefore(text: string, at: number, floor: number): number {
  let start = at;
  while (start > floor && !'"<>\r\n'.includes(text[start - 1] ?? "")) start -= 1;
  return start;
}

function orEnd(stop: number, text: string): number {
  return stop === -1 ? text.length : stop;
}
