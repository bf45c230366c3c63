import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { internal } from "../errors.ts";
import { keyRing } from "../key-ring.ts";
import type { RingKey } from "../key-ring.ts";

const VERSION = "v1";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts with the ring's first key; only `unseal` with the same purpose opens it again. */
export function seal(plain: string, purpose: string): string {
  return sealWith(keyRing(), { plain, purpose });
}

export function unseal(sealed: string, purpose: string): string {
  return unsealWith(keyRing(), { sealed, purpose });
}

export function sealWith(ring: RingKey[], input: { plain: string; purpose: string }): string {
  const [current] = ring;
  if (current === undefined) throw internal("The key ring is empty.");
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyObjectOf(current), iv);
  cipher.setAAD(Buffer.from(input.purpose));
  const text = Buffer.concat([cipher.update(input.plain, "utf8"), cipher.final()]);
  const packed = Buffer.concat([iv, text, cipher.getAuthTag()]).toString("base64url");
  return `${VERSION}.${current.id}.${packed}`;
}

const keyObjects = new WeakMap<RingKey, KeyObject>();

// Made once: wrapping the bytes takes as long as sealing a token does.
function keyObjectOf(ringKey: RingKey): KeyObject {
  const known = keyObjects.get(ringKey) ?? createSecretKey(ringKey.key);
  keyObjects.set(ringKey, known);
  return known;
}

export function unsealWith(ring: RingKey[], input: { sealed: string; purpose: string }): string {
  const [version, keyId, packed, rest] = input.sealed.split(".");
  const key = ring.find((candidate) => candidate.id === keyId)?.key;
  if (version !== VERSION || packed === undefined || rest !== undefined) {
    throw internal("A sealed value has an unknown form.");
  }
  if (key === undefined) throw internal("A sealed value's key is not in APP_SECRETS.");
  const bytes = Buffer.from(packed, "base64url");
  if (bytes.length < IV_BYTES + TAG_BYTES) throw internal("A sealed value is cut off.");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(input.purpose));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch (cause) {
    throw internal("A sealed value does not open: changed, or sealed for another purpose.", cause);
  }
}

/** Id of the key that a value was sealed with. */
export function keyIdOf(sealed: string): string | undefined {
  return sealed.split(".")[1];
}

export function hashSecret(secret: string) {
  return createHash("sha256").update(secret).digest();
}

/** Compares hashes or secrets in constant time; unequal lengths are unequal. */
export function equalSecret(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right);
}
