/** What a text may hold, told by a cheap look: what is not set is surely not in it. */
export const LOOKS = { pair: 1, webhook: 2, bearer: 4, userInfo: 8, longHex: 16, own: 32 } as const;

const HEX_RUN = 66;

export function lookAt(text: string): number {
  let found: number = mayHoldHex(text) ? LOOKS.longHex : 0;
  if (text.includes("lbrun_") || text.includes("whsec_")) found |= LOOKS.own;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Letters and digits are most of every text.
    if (code > 0x40 || (code >= 0x30 && code <= 0x39)) continue;
    found |= looksOf(text, at, code);
  }
  return found;
}

function looksOf(text: string, at: number, code: number): number {
  switch (code) {
    case 0x3a:
    case 0x3b:
    case 0x3d:
      return LOOKS.pair;
    case 0x40:
      return LOOKS.userInfo;
    case 0x2f:
      return isRest(text, at + 1) ? LOOKS.webhook : 0;
    case 0x25:
      return LOOKS.pair | LOOKS.webhook | schemeBefore(text, at);
    case 0x20:
      return (dashEnd(text, at) === -1 ? 0 : LOOKS.pair) | schemeBefore(text, at);
    case 0x09:
    case 0x2b:
      return schemeBefore(text, at);
    default:
      return 0;
  }
}

/** Whether `res` stands here, in any case: a webhook may begin. */
export function isRest(text: string, at: number): boolean {
  return (
    letter(text, at) === 0x72 && letter(text, at + 1) === 0x65 && letter(text, at + 2) === 0x73
  );
}

// `bearer` and `basic` by their ends.
function schemeBefore(text: string, at: number): number {
  const last = letter(text, at - 1);
  const before = last === 0x72 ? 0x65 : last === 0x63 ? 0x69 : -1;
  return before !== -1 && letter(text, at - 2) === before ? LOOKS.bearer : 0;
}

function letter(text: string, at: number): number {
  return text.charCodeAt(at) | 0x20;
}

/** Whether a run of digits may be a token: one as long as that stands over one of these places. */
export function mayHoldHex(text: string): boolean {
  for (let at = HEX_RUN - 1; at < text.length; at += HEX_RUN) {
    if (!isHex(text.charCodeAt(at))) continue;
    let from = at;
    let to = at + 1;
    while (from > 0 && isHex(text.charCodeAt(from - 1))) from -= 1;
    while (to < text.length && isHex(text.charCodeAt(to))) to += 1;
    if (to - from >= HEX_RUN) return true;
  }
  return false;
}

function isHex(code: number): boolean {
  const small = code | 0x20;
  return (code >= 0x30 && code <= 0x39) || (small >= 0x61 && small <= 0x66);
}

const ENCODED = /%(?:25){0,3}3[ad]/iy;

/**
 * Where the next sign stands that may lie between a name and its value: `=`, `:`, `;`, a dash between blanks, or
 * `%3D` and `%3A`, which are the same inside nested addresses; -1 when there is none.
 */
export function nextSign(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x3d) continue;
    if (code === 0x3a || code === 0x3b || code === 0x3d) return at;
    if (code === 0x20 && dashEnd(text, at) !== -1) return at;
    if (code === 0x25 && encodedEnd(text, at) !== -1) return at;
  }
  return -1;
}

export function signAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  if (code === 0x20) return text.slice(at, dashEnd(text, at));
  return code === 0x25 ? text.slice(at, encodedEnd(text, at)) : text.charAt(at);
}

function dashEnd(text: string, at: number): number {
  if (text.charCodeAt(at + 2) !== 0x20) return -1;
  const dash = text.charCodeAt(at + 1);
  return dash === 0x2d || dash === 0x2013 || dash === 0x2014 ? at + 3 : -1;
}

function encodedEnd(text: string, at: number): number {
  ENCODED.lastIndex = at;
  return ENCODED.test(text) ? ENCODED.lastIndex : -1;
}
