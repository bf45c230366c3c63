/** How many entries have which value, packed: values rise, each as its distance from the one before. */
export type Cells<Value = number> = Map<Value, number>;

const MAX_BYTES = 8;
const SEVEN_BITS = 128;

export function packNumbers(cells: Cells): Buffer {
  const bytes = openBytes(8 + cells.size * 2 * MAX_BYTES);
  writeNumbers(bytes, cells);
  return close(bytes);
}

/** Goes through packed numbers, also of several cells one behind the other. */
export function eachNumber(packed: Uint8Array, take: (value: number, count: number) => void): void {
  const bytes = { data: packed, at: 0 };
  while (bytes.at < packed.length) readNumbers(bytes, take);
}

/**
 * Addresses of four bytes as numbers; those of sixteen as a zero and these bytes, a character each; any other as the
 * text that it is.
 */
export type Address = number | string;

export const WIDE = "\0";

export function packAddresses(cells: Cells<Address>): Buffer {
  const numbers: Cells = new Map();
  const texts: [Buffer, number][] = [];
  for (const [address, count] of cells) {
    if (typeof address === "number") numbers.set(address, count);
    else texts.push([Buffer.from(address, address.startsWith(WIDE) ? "latin1" : "utf8"), count]);
  }
  texts.sort(([one], [other]) => Buffer.compare(one, other));
  const length = texts.reduce((sum, [text]) => sum + text.length + 3 * MAX_BYTES, 0);
  const bytes = openBytes(16 + cells.size * 2 * MAX_BYTES + length);
  writeNumbers(bytes, numbers);
  write(bytes, texts.length);
  let before: Buffer = Buffer.alloc(0);
  for (const [text, count] of texts) {
    const shared = sharedLength(before, text);
    write(bytes, shared);
    write(bytes, text.length - shared);
    bytes.at += text.copy(bytes.data, bytes.at, shared);
    write(bytes, count);
    before = text;
  }
  return close(bytes);
}

interface AddressTaker {
  take: (address: Address, count: number) => void;
  /** Takes what of a wide address follows the zero, without making a text of it. */
  takeWide?: (bytes: Buffer, count: number) => void;
}

const NO_ROOM = Buffer.alloc(0);
const LEAST_ROOM = 64;

export function eachAddress(packed: Uint8Array, { take, takeWide }: AddressTaker): void {
  const bytes = { data: packed, at: 0 };
  let room = NO_ROOM;
  while (bytes.at < packed.length) {
    readNumbers(bytes, take);
    for (let left = read(bytes); left > 0; left -= 1) {
      const shared = read(bytes);
      const length = shared + read(bytes);
      if (length > room.length) room = Buffer.concat([room], Math.max(LEAST_ROOM, length * 2));
      for (let at = shared; at < length; at += 1) room[at] = packed[bytes.at++] ?? 0;
      const count = read(bytes);
      const isWide = length > 0 && room[0] === 0;
      if (isWide && takeWide !== undefined) takeWide(room, count);
      else take(room.toString(isWide ? "latin1" : "utf8", 0, length), count);
    }
  }
}

/** Addresses of each user, by the number that the user is packed under. */
export type Pairs = Map<number, Cells<Address>>;

export function packPairs(pairs: Pairs): Buffer {
  const users = [...pairs].sort(([one], [other]) => one - other);
  const blobs = users.map(([, cells]) => packAddresses(cells));
  const length = blobs.reduce((sum, blob) => sum + blob.length + 2 * MAX_BYTES, MAX_BYTES);
  const bytes = openBytes(length);
  write(bytes, users.length);
  let before = 0;
  for (const [at, [user]] of users.entries()) {
    const blob = blobs[at] ?? Buffer.alloc(0);
    write(bytes, user - before);
    write(bytes, blob.length);
    bytes.at += blob.copy(bytes.data, bytes.at);
    before = user;
  }
  return close(bytes);
}

/** Gives each user's addresses as they are packed, so that those of no interest cost nothing. */
export function eachPair(
  packed: Uint8Array,
  take: (user: number, addresses: Uint8Array) => void,
): void {
  const bytes = { data: packed, at: 0 };
  while (bytes.at < packed.length) {
    let user = 0;
    for (let left = read(bytes); left > 0; left -= 1) {
      user += read(bytes);
      const length = read(bytes);
      take(user, packed.subarray(bytes.at, bytes.at + length));
      bytes.at += length;
    }
  }
}

function sharedLength(one: Buffer, other: Buffer): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

interface Bytes {
  data: Uint8Array;
  at: number;
}

function openBytes(length: number): Bytes & { data: Buffer } {
  return { data: Buffer.allocUnsafe(length), at: 0 };
}

function close({ data, at }: Bytes & { data: Buffer }): Buffer {
  return Buffer.from(data.subarray(0, at));
}

function writeNumbers(bytes: Bytes, cells: Cells): void {
  write(bytes, cells.size);
  let before = 0;
  for (const [value, count] of [...cells].sort(([one], [other]) => one - other)) {
    write(bytes, value - before);
    write(bytes, count);
    before = value;
  }
}

function readNumbers(bytes: Bytes, take: (value: number, count: number) => void): void {
  let value = 0;
  for (let left = read(bytes); left > 0; left -= 1) {
    value += read(bytes);
    take(value, read(bytes));
  }
}

// Seven bits a byte, the low ones first. Without shifts, which would end at 32 bits.
function write(bytes: Bytes, number: number): void {
  let rest = number;
  while (rest >= SEVEN_BITS) {
    bytes.data[bytes.at++] = (rest % SEVEN_BITS) + SEVEN_BITS;
    rest = Math.floor(rest / SEVEN_BITS);
  }
  bytes.data[bytes.at++] = rest;
}

function read(bytes: Bytes): number {
  let byte = bytes.data[bytes.at++] ?? 0;
  // Most are that small.
  if (byte < SEVEN_BITS) return byte;
  let number = byte - SEVEN_BITS;
  for (let weight = SEVEN_BITS; byte >= SEVEN_BITS; weight *= SEVEN_BITS) {
    byte = bytes.data[bytes.at++] ?? 0;
    number += (byte & 127) * weight;
  }
  return number;
}
