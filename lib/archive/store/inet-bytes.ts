const IPV4 = 2;
const IPV6 = 3;
const HEAD = 4;
const COLON = 0x3a;
const DOT = 0x2e;

/** An address in its usual form, as PostgreSQL takes an inet in binary: family, width, no network, size, bytes. */
export function inetBytes(addr: string): Uint8Array {
  if (!addr.includes(":")) return v4Bytes(addr);
  const bytes = new Uint8Array(HEAD + 16);
  bytes.set([IPV6, 128, 0, 16]);
  const gap = addr.indexOf("::");
  if (gap === -1) {
    placeGroups(bytes, addr, HEAD);
    return bytes;
  }
  placeGroups(bytes, addr.slice(0, gap), HEAD);
  const tail = addr.slice(gap + 2);
  placeGroups(bytes, tail, bytes.length - 2 * countGroups(tail));
  return bytes;
}

function v4Bytes(addr: string): Uint8Array {
  const bytes = new Uint8Array(HEAD + 4);
  bytes[0] = IPV4;
  bytes[1] = 32;
  bytes[3] = 4;
  let place = HEAD;
  let value = 0;
  for (let at = 0; at < addr.length; at += 1) {
    const code = addr.charCodeAt(at);
    if (code === DOT) {
      bytes[place] = value;
      place += 1;
      value = 0;
    } else value = value * 10 + code - 0x30;
  }
  bytes[place] = value;
  return bytes;
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
