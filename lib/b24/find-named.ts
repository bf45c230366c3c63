import type { Range } from "./find-literal.ts";

interface FindNamedInput {
  text: string;
  /** The text and the names in small letters. */
  folded: string;
  names: readonly string[];
  isSecret: (key: string) => boolean;
}

// In an address; none of the characters that begin a pair can stand in its name.
const PAIR = /[?&#;]([^?&#;=\s"'<>]{1,200})=([^&#\s"'<>]+)/g;
const SIGN = /["'\]]{0,2}[ \t]{0,4}(=>|[:=])[ \t]{0,8}/y;
const STOP: Record<string, RegExp> = {
  ":": /[\r\n,;<>"'}\]]/g,
  "=>": /[\r\n,<>"'}\]]/g,
  "=": /[\s,;&#<>"'}\]]/g,
};

/** Values after names in any alphabet: `имя: …`, `имя=…`, `[имя] => …`, and names with percent signs in addresses. */
export function findNamed(input: FindNamedInput): Range[] {
  return [...findInAddress(input), ...input.names.flatMap((name) => findAfter(input, name))];
}

function findInAddress({ text, isSecret }: FindNamedInput): Range[] {
  const found: Range[] = [];
  for (const { index, 0: whole, 1: key = "", 2: value = "" } of text.matchAll(PAIR)) {
    const isNamed = decode(key)
      .split(/[[\]]+/)
      .some(isSecret);
    if (isNamed)
      found.push({ from: index + whole.length - value.length, to: index + whole.length });
  }
  return found;
}

function decode(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    // Percent signs that mean no text: the name is what it looks like.
    return key;
  }
}

function findAfter({ text, folded }: FindNamedInput, name: string): Range[] {
  const found: Range[] = [];
  for (let at = folded.indexOf(name); at !== -1;) {
    const end = at + name.length;
    const range = isWordPart(folded[at - 1]) ? null : valueAfter(text, end);
    if (range !== null && range.to > range.from) found.push(range);
    at = folded.indexOf(name, Math.max(range?.to ?? 0, end));
  }
  return found;
}

function isWordPart(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}_]/u.test(char);
}

function valueAfter(text: string, at: number): Range | null {
  SIGN.lastIndex = at;
  const sign = SIGN.exec(text)?.[1];
  if (sign === undefined) return null;
  const from = SIGN.lastIndex;
  const quote = text[from];
  if (quote === '"' || quote === "'") {
    const close = text.indexOf(quote, from + 1);
    return unmasked(text, { from: from + 1, to: close === -1 ? text.length : close });
  }
  const stop = STOP[sign] ?? /\s/g;
  stop.lastIndex = from;
  return unmasked(text, { from, to: stop.exec(text)?.index ?? text.length });
}

function unmasked(text: string, range: Range): Range {
  return text.startsWith("***", range.from) ? { from: range.to, to: range.to } : range;
}
