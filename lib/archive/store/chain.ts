import { hash } from "node:crypto";
import type { ChainedEntry, EntryInput } from "./stored-entry.ts";
import { writeLatin1 } from "./write-latin1.ts";

export type { ChainedEntry } from "./stored-entry.ts";

const HASH_BYTES = 32;

/**
 * The text whose bytes are hashed: a JSON array of seq, source, epoch, the portal's own number, then the entry's
 * fields in this order for ever. Numbers of entries are decimal texts; whatever is not set is null.
 */
export function chainText({ entry, ...place }: ChainedEntry): string {
  return headText(place) + ownText(entry);
}

/** What of that text an entry has wherever it stands. */
export function ownText(entry: EntryInput): string {
  const fields = [
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
  ];
  return JSON.stringify(fields).slice(1);
}

type Place = Omit<ChainedEntry, "entry">;

function headText({ seq, source, epoch }: Place): string {
  return `["${seq}",${source},${epoch},`;
}

/** SHA-256 over the hash of the entry before (32 bytes) and the entry's own text in UTF-8. */
export function chainHash(previous: Uint8Array, { entry, ...place }: ChainedEntry): Buffer {
  const before = Buffer.from(previous).toString("binary");
  return Buffer.from(chainDigest(before, { ...place, own: ownText(entry) }, "binary"), "latin1");
}

// Used again for every entry; a larger one gets its own.
const scratch = Buffer.allocUnsafe(1 << 16);
const MAX_BYTES = 3;

/** The same from text to text, each character a byte or each byte two digits: a third of the time. */
export function chainDigest(
  previous: string,
  placed: Place & { own: string },
  form: "hex" | "binary",
): string {
  const head = headText(placed);
  const most = HASH_BYTES + head.length + placed.own.length * MAX_BYTES;
  const bytes = most <= scratch.length ? scratch : Buffer.allocUnsafe(most);
  if (form === "hex") bytes.write(previous, 0, form);
  else writeLatin1(bytes, previous, 0);
  writeLatin1(bytes, head, HASH_BYTES);
  let size = HASH_BYTES + head.length;
  size += bytes.write(placed.own, size);
  return hash("sha256", bytes.subarray(0, size), form);
}
