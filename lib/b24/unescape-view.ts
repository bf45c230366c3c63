/** A text without its escapes, and where each of its characters stands in the original. */
export interface UnescapedView {
  text: string;
  from: Uint32Array;
  to: Uint32Array;
}

// JSON escapes at any depth, percent signs at any depth, and HTML entities.
const ESCAPE =
  /\\{1,8}u([0-9a-f]{4})|\\{1,8}(["/\\nrt])|((?:%(?:25){0,3}[0-9a-f]{2})+)|&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi;
const PERCENT = /%(?:25){0,3}([0-9a-f]{2})/gi;
const SIGNS: Record<string, string> = { n: "\n", r: "\r", t: "\t" };
const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** Null when nothing is escaped: the text is its own view. */
export function unescapedView(original: string): UnescapedView | null {
  const escape = new RegExp(ESCAPE);
  let hit = escape.exec(original);
  if (hit === null) return null;
  const parts: string[] = [];
  const from = new Uint32Array(original.length);
  const to = new Uint32Array(original.length);
  let size = 0;
  let copied = 0;
  const add = (piece: string, start: number, end: number): void => {
    parts.push(piece);
    for (let unit = 0; unit < piece.length; unit += 1, size += 1) {
      from[size] = start;
      to[size] = end;
    }
  };
  const copy = (end: number): void => {
    parts.push(original.slice(copied, end));
    for (let at = copied; at < end; at += 1, size += 1) {
      from[size] = at;
      to[size] = at + 1;
    }
  };
  for (; hit !== null; hit = escape.exec(original)) {
    copy(hit.index);
    copied = escape.lastIndex;
    if (hit[3] === undefined) add(plainOf(hit), hit.index, copied);
    else addPercent(hit[3], hit.index, add);
  }
  copy(original.length);
  return { text: parts.join(""), from, to };
}

function plainOf(hit: RegExpExecArray): string {
  const [, unicode, sign, , decimal, hex, name] = hit;
  if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
  if (sign !== undefined) return SIGNS[sign.toLowerCase()] ?? sign;
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? " ";
  const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return code > 0x10ffff ? " " : String.fromCodePoint(code);
}

function addPercent(
  run: string,
  start: number,
  add: (piece: string, from: number, to: number) => void,
): void {
  const hits = [...run.matchAll(PERCENT)];
  const text = Buffer.from(hits.map(([, hex]) => hex ?? "").join(""), "hex").toString();
  const ends = hits.map(({ index, 0: whole }) => start + index + whole.length);
  // Bytes that are no text: their characters cannot be told apart.
  const isText = !text.includes("\ufffd");
  let byte = 0;
  for (const char of text) {
    if (!isText) {
      add(char, start, start + run.length);
      continue;
    }
    const first = byte === 0 ? start : (ends[byte - 1] ?? start);
    byte += Buffer.byteLength(char);
    add(char, first, ends[byte - 1] ?? first);
  }
}
