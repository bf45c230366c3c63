import { hash } from "node:crypto";
import type { ChainedEntry } from "./stored-entry.ts";

export type { ChainedEntry } from "./stored-entry.ts";

export const HASH_BYTES = 32;

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
  const text = chainText(entry);
  const bytes = Buffer.allocUnsafe(HASH_BYTES + Buffer.byteLength(text));
  bytes.set(previous, 0);
  bytes.write(text, HASH_BYTES);
  return hash("sha256", bytes, "buffer");
}
