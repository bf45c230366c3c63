import { crc32, inflateRawSync } from "node:zlib";

/** The files of an archive by the list at its end; throws where sums or sizes are wrong. */
export function readZip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  const files = new Map<string, string>();
  for (let index = 0; index < count; index += 1) {
    const [method, crc] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 16)];
    const [size, plainBytes] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24)];
    const nameBytes = archive.readUInt16LE(at + 28);
    const start = archive.readUInt32LE(at + 42);
    const name = archive.toString("utf8", at + 46, at + 46 + nameBytes);
    const from = start + 30 + archive.readUInt16LE(start + 26);
    const packed = archive.subarray(from, from + size);
    const plain = method === 8 ? inflateRawSync(packed) : packed;
    if (plain.length !== plainBytes || crc32(plain) !== crc) throw new Error(`${name} is broken.`);
    files.set(name, plain.toString("utf8"));
    at += 46 + nameBytes;
  }
  return files;
}
