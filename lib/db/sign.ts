import { createHmac, createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { internal } from "../errors.ts";
import { keyRing, type RingKey } from "../key-ring.ts";
import { equalSecret } from "./seal.ts";

const MAC_BYTES = 18;

/** Proof that we wrote a text, for this purpose: `keyId.mac`. Equal texts give equal proofs. */
export function sign(text: string, purpose: string): string {
  return signWith(keyRing(), { text, purpose });
}

/** Whether the proof is ours, of this text and for this purpose; all keys of the ring count. */
export function isSigned(text: string, purpose: string, proof: string): boolean {
  return isSignedWith(keyRing(), { text, purpose, proof });
}

interface SignInput {
  text: string;
  purpose: string;
}

export function signWith(ring: RingKey[], input: SignInput): string {
  const [current] = ring;
  if (current === undefined) throw internal("The key ring is empty.");
  return `${current.id}.${macOf(current, input)}`;
}

export function isSignedWith(ring: RingKey[], input: SignInput & { proof: string }): boolean {
  const [keyId, mac, rest] = input.proof.split(".");
  const key = ring.find(({ id }) => id === keyId);
  if (key === undefined || mac === undefined || rest !== undefined) return false;
  // Compared as written: several texts decode to the same bytes.
  return equalSecret(Buffer.from(mac), Buffer.from(macOf(key, input)));
}

const signingKeys = new WeakMap<RingKey, KeyObject>();

function macOf(ringKey: RingKey, { text, purpose }: SignInput): string {
  const key =
    signingKeys.get(ringKey) ??
    createSecretKey(Buffer.from(hkdfSync("sha256", ringKey.key, "", "sign", 32)));
  signingKeys.set(ringKey, key);
  const mac = createHmac("sha256", key).update(`${purpose.length}:${purpose}${text}`);
  return mac.digest().subarray(0, MAC_BYTES).toString("base64url");
}
