import { crc32 } from "node:zlib";

export interface ZipFile {
  name: string;
  /** Where its header stands in the archive. */
  start: number;
  /** 0 as it is, 8 packed. */
  method: 0 | 8;
  crc: number;
  size: number;
  plainBytes: number;
}

// Names are UTF-8; sizes of a packed file follow behind it, since they are known only then.
const UTF8 = 0x0800;
const SIZES_FOLLOW = 0x0008;
const VERSION = 20;
// 1 January 1980, the earliest day a ZIP knows: equal contents give equal files.
const DOS_DATE = 0x21;

const flagsOf = ({ method }: Pick<ZipFile, "method">) => UTF8 | (method === 8 ? SIZES_FOLLOW : 0);

/** A small file as it is, with its header. */
export function storedFile(name: string, text: string): { bytes: Buffer; file: ZipFile } {
  const body = Buffer.from(text, "utf8");
  const size = body.length;
  const file: ZipFile = { name, start: 0, method: 0, crc: crc32(body), size, plainBytes: size };
  return { bytes: Buffer.concat([header(file), body]), file };
}

/** Before a packed file whose size nobody knows yet. */
export function localHeader(name: string): Buffer {
  return header({ name, start: 0, method: 8, crc: 0, size: 0, plainBytes: 0 });
}

function header(file: ZipFile): Buffer {
  const name = Buffer.from(file.name, "utf8");
  const bytes = Buffer.alloc(30);
  bytes.writeUInt32LE(0x04034b50, 0);
  writeFacts(bytes.subarray(4), file, name.length);
  return Buffer.concat([bytes, name]);
}

/** Behind a packed file: what its header could not tell. */
export function trailer({ crc, size, plainBytes }: ZipFile): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32LE(0x08074b50, 0);
  bytes.writeUInt32LE(crc, 4);
  bytes.writeUInt32LE(size, 8);
  bytes.writeUInt32LE(plainBytes, 12);
  return bytes;
}

/** The list of files at the end of the archive, which begins at `start`. */
export function endOfZip(files: readonly ZipFile[], start: number): Buffer {
  const list = Buffer.concat(files.map(listed));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([list, end]);
}

function listed(file: ZipFile): Buffer {
  const name = Buffer.from(file.name, "utf8");
  const bytes = Buffer.alloc(46);
  bytes.writeUInt32LE(0x02014b50, 0);
  bytes.writeUInt16LE(VERSION, 4);
  writeFacts(bytes.subarray(6), file, name.length);
  bytes.writeUInt32LE(file.start, 42);
  return Buffer.concat([bytes, name]);
}

// The part that both kinds of headers have.
function writeFacts(bytes: Buffer, file: ZipFile, nameBytes: number): void {
  bytes.writeUInt16LE(VERSION, 0);
  bytes.writeUInt16LE(flagsOf(file), 2);
  bytes.writeUInt16LE(file.method, 4);
  bytes.writeUInt16LE(DOS_DATE, 8);
  bytes.writeUInt32LE(file.crc, 10);
  bytes.writeUInt32LE(file.size, 14);
  bytes.writeUInt32LE(file.plainBytes, 18);
  bytes.writeUInt16LE(nameBytes, 22);
}
