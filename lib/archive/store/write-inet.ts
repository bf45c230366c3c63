const IPV4 = 2;
const IPV6 = 3;
const HEAD = 4;
const COLON = 0x3a;
const DOT = 0x2e;

export const MOST_INET_BYTES = HEAD + 16;

/**
 * Writes an address in its usual form as PostgreSQL takes an inet in binary: family, width, no network, size, bytes.
 * Returns how many bytes that were.
 */
export function writeInet(bytes: Uint8Array, addr: string, at: number): number {
  return addr.includes(":") ? writeV6(bytes, addr, at) : writeV4(bytes, addr, at);
}

function writeV6(bytes: Uint8Array, addr: string, at: number): number {
  const end = writeHead(bytes, { at, family: IPV6, size: 16 });
  const gap = addr.indexOf("::");
  if (gap === -1) {
    placeGroups(bytes, addr, at + HEAD);
  } else {
    placeGroups(bytes, addr.slice(0, gap), at + HEAD);
    const tail = addr.slice(gap + 2);
    placeGroups(bytes, tail, end - 2 * countGroups(tail));
  }
  return end - at;
}

function writeV4(bytes: Uint8Array, addr: string, at: number): number {
  const end = writeHead(bytes, { at, family: IPV4, size: 4 });
  let place = at + HEAD;
  let value = 0;
  for (let index = 0; index < addr.length; index += 1) {
    const code = addr.charCodeAt(index);
    if (code === DOT) {
      bytes[place] = value;
      place += 1;
      value = 0;
    } else value = value * 10 + code - 0x30;
  }
  bytes[place] = value;
  return end - at;
}

/** Where the address ends. */
function writeHead(
  bytes: Uint8Array,
  { at, family, size }: { at: number; family: number; size: number },
): number {
  bytes[at] = family;
  bytes[at + 1] = size * 8;
  bytes[at + 2] = 0;
  bytes[at + 3] = size;
  const end = at + HEAD + size;
  // What stood there before.
  bytes.fill(0, at + HEAD, end);
  return end;
}

function countGroups(text: string): number {
  return text === "" ? 0 : text.split(":").length;
}

function placeGroups(bytes: Uint8Array, text: string, from: number): void {
  if (text === "") return;
  let place = from;
  let value = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at === text.length ? COLON : text.charCodeAt(at);
    if (code === COLON) {
      bytes[place] = value >> 8;
      bytes[place + 1] = value & 0xff;
      place += 2;
      value = 0;
    } else value = value * 16 + (code <= 0x39 ? code - 0x30 : (code | 0x20) - 0x57);
  }
}
