import { hash } from "node:crypto";
import type { ChainedEntry } from "./stored-entry.ts";

export type { ChainedEntry } from "./stored-entry.ts";

const HASH_BYTES = 32;

/**
 * The text whose bytes are hashed: a JSON array of seq, source, epoch, the portal's own number, then the entry's
 * fields in this order for ever. Numbers of entries are decimal texts; whatever is not set is null.
 */
export function chainText({ seq, source, epoch, entry }: ChainedEntry): string {
  return JSON.stringify([
    String(seq),
    source,
    epoch,
    entry.nativeId,
    entry.timestampX,
    entry.severity,
    entry.auditTypeId,
    entry.moduleId,
    entry.itemId,
    entry.remoteAddr,
    entry.userAgent,
    entry.requestUri,
    entry.siteId,
    entry.userId,
    entry.guestId,
    entry.description,
  ]);
}

/** SHA-256 over the hash of the entry before (32 bytes) and the entry's own text in UTF-8. */
export function chainHash(previous: Uint8Array, entry: ChainedEntry): Buffer {
  const before = Buffer.from(previous).toString("binary");
  return Buffer.from(chainDigest(before, entry, "binary"), "latin1");
}

// Used again for every entry; a larger one gets its own.
const scratch = Buffer.allocUnsafe(1 << 16);
const MAX_BYTES = 3;

/** The same from text to text, each character a byte or each byte two digits: a third of the time. */
export function chainDigest(previous: string, entry: ChainedEntry, form: "hex" | "binary"): string {
  const text = chainText(entry);
  const most = HASH_BYTES + text.length * MAX_BYTES;
  const bytes = most <= scratch.length ? scratch : Buffer.allocUnsafe(most);
  bytes.write(previous, 0, form);
  const size = HASH_BYTES + bytes.write(text, HASH_BYTES);
  return hash("sha256", bytes.subarray(0, size), form);
}
