import { findLiteral, type Range } from "./find-literal.ts";
import { findNamed } from "./find-named.ts";
import { mapPhpTexts } from "./php-texts.ts";
import { unescapedView } from "./unescape-view.ts";

/** A rule of a portal's administrator: a name whose value, or a text that, is masked everywhere. */
export interface MaskRule {
  kind: "key" | "text";
  value: string;
}

export interface ExtraMasks {
  isSecret: (key: string) => boolean;
  /** Masks what the rules name in a text that the usual masking has seen already. */
  hide: (text: string, form?: { isPhp?: boolean }) => string;
}

const STARS = "***";

/** Null when there are no rules. */
export function compileMasks(rules: readonly MaskRule[]): ExtraMasks | null {
  if (rules.length === 0) return null;
  const valuesOf = (kind: MaskRule["kind"]): string[] =>
    rules.filter((rule) => rule.kind === kind).map(({ value }) => small(value));
  const names = valuesOf("key");
  const literals = valuesOf("text").map((value) => value.split("*"));
  const keys = new Set(names.map(bareKey).filter((name) => name !== ""));
  const isSecret = (key: string): boolean =>
    keys.has(bareKey(key)) || (HIGH_BYTE.test(key) && keys.has(bareKey(fromBytes(key))));
  const find = (text: string): Range[] => {
    const folded = small(text);
    const found = literals.flatMap((pieces) => findLiteral(folded, pieces));
    return names.length === 0 ? found : [...found, ...findNamed({ text, folded, names, isSecret })];
  };
  return {
    isSecret,
    hide: (text, { isPhp = false } = {}) => {
      const inner = isPhp ? mapPhpTexts(text, (part) => hideRanges(part, find)) : text;
      return hideRanges(inner, find);
    },
  };
}

// Small letters of the same length, so that places in them are places in the text.
function small(text: string): string {
  const folded = text.replaceAll("\u0130", "i").replaceAll("\u03a3", "\u03c3").toLowerCase();
  return folded.length === text.length ? folded.replaceAll("\u03c2", "\u03c3") : text;
}

const HIGH_BYTE = /^[\0-\xff]*[\x80-\xff][\0-\xff]*$/;

// Names in PHP's sizes and in percent signs come as one character for each byte.
function fromBytes(key: string): string {
  return Buffer.from(key, "latin1").toString();
}

function bareKey(key: string): string {
  return key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function hideRanges(text: string, find: (text: string) => Range[]): string {
  const ranges = find(text);
  const view = unescapedView(text);
  for (const { from, to } of view === null ? [] : find(view.text)) {
    ranges.push({ from: view?.from[from] ?? 0, to: view?.to[to - 1] ?? text.length });
  }
  return ranges.length === 0 ? text : replaceRanges(text, ranges);
}

function replaceRanges(text: string, ranges: Range[]): string {
  const isJson = /^\s{0,9}[{[]/.test(text);
  const out: string[] = [];
  let copied = 0;
  for (const range of ranges.sort((left, right) => left.from - right.from)) {
    const number = isJson ? numberAround(text, range) : null;
    const { from, to } = number ?? range;
    // What touches or overlaps becomes one mask.
    if (from > copied || out.length === 0) {
      out.push(text.slice(copied, from), number === null ? STARS : `"${STARS}"`);
    }
    copied = Math.max(copied, to);
  }
  out.push(text.slice(copied));
  return out.join("");
}

const MAX_NUMBER = 400;

/** The bare number of a JSON text that a range stands in: stars need quotes there. */
function numberAround(text: string, { from, to }: Range): Range | null {
  if (to - from > MAX_NUMBER) return null;
  let [start, end] = [from, to];
  while (start > from - MAX_NUMBER && isDigit(text[start - 1])) start -= 1;
  while (end < to + MAX_NUMBER && isDigit(text[end])) end += 1;
  if (!/^-?\d[\d.eE+-]*$/.test(text.slice(start, end))) return null;
  const before =
    text
      .slice(Math.max(0, start - 20), start)
      .trimEnd()
      .at(-1) ?? "";
  const after = text.slice(end, end + 20).trimStart()[0] ?? "";
  return ":[,".includes(before) && ",]}".includes(after) ? { from: start, to: end } : null;
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && "0123456789.eE+-".includes(char);
}
