/** What to put where: `text` replaces the characters `from` to `to`. */
export interface Span {
  from: number;
  to: number;
  text: string;
}

type KeyTest = (key: string) => boolean;

const STARS = "***";
const MAX_KEY = 100;

/** `"key": value` of JSON, also inside a JSON text (`\"key\"`), also cut off in the middle. */
export function jsonSpan(text: string, at: number, isSecret: KeyTest): Span | null {
  const key = quotedKeyBefore(text, skipBack(text, at));
  if (key === null || !isSecret(key.name)) return null;
  const from = skipBlank(text, at + 1);
  const quoted = quotedValue(text, from);
  if (quoted !== null) return quoted;
  const quote = `${"\\".repeat(key.escapes)}"`;
  const start = text[from];
  if (start === "{" || start === "[") {
    return { from, to: nestedEnd(text, from, quote), text: `${quote}${STARS}${quote}` };
  }
  const bare = /[^ \t\r\n,}\]"\\]{1,400}/y;
  bare.lastIndex = from;
  const value = bare.exec(text)?.[0] ?? "";
  if (value === "" || /^(?:null|true|false)$/.test(value)) return null;
  return { from, to: from + value.length, text: `${quote}${STARS}${quote}` };
}

/** `s:8:"PASSWORD";s:3:"abc";` of PHP; the replacement states its own length. */
export function serializedSpan(text: string, at: number, isSecret: KeyTest): Span | null {
  const key = quotedKeyBefore(text, at);
  if (key === null || !isSecret(key.name)) return null;
  if (!/s:\d{1,10}:$/.test(text.slice(Math.max(0, key.from - 14), key.from))) return null;
  const quote = `${"\\".repeat(key.escapes)}"`;
  const stars = `s:3:${quote}${STARS}${quote}`;
  const head = /s:(\d{1,10}):\\*"|[id]:[-+.\deinf]{1,40};|([aO]):/iy;
  head.lastIndex = at + 1;
  const value = head.exec(text);
  if (value === null) return null;
  const start = head.lastIndex;
  if (value[1] !== undefined) {
    const to = serializedTextEnd(text, start, Number(value[1]), quote);
    return to === start
      ? null
      : { from: at + 1, to: Math.min(to + quote.length, text.length), text: stars };
  }
  if (value[2] !== undefined) {
    return { from: at + 1, to: serializedListEnd(text, start), text: `${stars};` };
  }
  return { from: at + 1, to: start - 1, text: stars };
}

/** `[key] => value` and `'key' => 'value'` of PHP's printed arrays. */
export function arrowSpan(text: string, at: number, isSecret: KeyTest): Span | null {
  const region = text.slice(Math.max(0, at - MAX_KEY), at);
  const key = /["'[]([\w.:-]{1,80})["'\]] {0,8}$/.exec(region)?.[1];
  if (key === undefined || !isSecret(key)) return null;
  const from = skipBlank(text, at + 2, " ");
  const quoted = quotedValue(text, from);
  if (quoted !== null) return quoted;
  const stop = text.slice(from).search(/[\r\n]/);
  const to = stop === -1 ? text.length : from + stop;
  return to > from ? { from, to, text: STARS } : null;
}

/** The inside of a quoted text that starts at `at`, to the end of the text where it is not closed. */
export function quotedValue(text: string, at: number): Span | null {
  let from = at;
  while (text[from] === "\\") from += 1;
  const quote = text[from];
  if (quote !== '"' && quote !== "'") return null;
  const to = closing(text, from + 1, quote, from - at);
  return { from: from + 1, to, text: to === from + 1 ? "" : STARS };
}

// In a text escaped n times a quote carries 2^n - 1 backslashes; other counts belong to the value.
function closing(text: string, from: number, quote: string, escapes: number): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    const count = backslashesBefore(text, at, from);
    if (count % (2 * (escapes + 1)) === escapes) return at - escapes;
  }
  return text.length;
}

function backslashesBefore(text: string, at: number, floor: number): number {
  let start = at;
  while (start > floor && text[start - 1] === "\\") start -= 1;
  return at - start;
}

function quotedKeyBefore(
  text: string,
  at: number,
): { name: string; from: number; escapes: number } | null {
  const quote = text[at - 1];
  if (quote !== '"' && quote !== "'") return null;
  const escapes = backslashesBefore(text, at - 1, 0);
  const end = at - 1 - escapes;
  const region = text.slice(Math.max(0, end - MAX_KEY), end);
  const open = region.lastIndexOf(quote);
  if (open === -1) return null;
  const name = region.slice(open + 1);
  return {
    name: name.includes("\\") ? withoutEscapes(name) : name,
    from: end - region.length + open - escapes,
    escapes,
  };
}

function withoutEscapes(name: string): string {
  return name.replace(/\\+u([0-9a-f]{4})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function serializedTextEnd(text: string, start: number, length: number, quote: string): number {
  const stated = start + length;
  if (text.startsWith(`${quote};`, stated)) return stated;
  const found = text.indexOf(`${quote};`, start);
  return found === -1 ? text.length : found;
}

function serializedListEnd(text: string, from: number): number {
  const token = /s:(\d{1,10}):"|[{}]/g;
  token.lastIndex = from;
  let depth = 0;
  for (let hit = token.exec(text); hit !== null; hit = token.exec(text)) {
    if (hit[1] !== undefined) token.lastIndex += Number(hit[1]);
    else depth += hit[0] === "{" ? 1 : -1;
    if (depth <= 0 && hit[1] === undefined) return token.lastIndex;
  }
  return text.length;
}

function nestedEnd(text: string, from: number, quote: string): number {
  const token = /[{}[\]"]/g;
  token.lastIndex = from;
  let depth = 0;
  for (let hit = token.exec(text); hit !== null; hit = token.exec(text)) {
    if (hit[0] === '"') {
      token.lastIndex = closing(text, token.lastIndex, '"', quote.length - 1) + quote.length;
      continue;
    }
    depth += hit[0] === "{" || hit[0] === "[" ? 1 : -1;
    if (depth === 0) return token.lastIndex;
  }
  return text.length;
}

function skipBack(text: string, at: number): number {
  let next = at;
  while (next > at - 8 && " \t\r\n".includes(text[next - 1] ?? "x")) next -= 1;
  return next;
}

function skipBlank(text: string, at: number, blank = " \t\r\n"): number {
  let next = at;
  while (next < at + 64 && blank.includes(text[next] ?? "x")) next += 1;
  return next;
}
