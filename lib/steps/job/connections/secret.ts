import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { seal, unseal } from "../../../db/index.ts";

const PURPOSE = "job-secret";
const SECRET_BYTES = 32;

export function newSecret(): { secret: string; sealed: string } {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
  return { secret, sealed: seal(secret, PURPOSE) };
}

export interface Signers {
  secretSealed: string;
  oldSecretSealed: string | null;
  oldUntil: Date | null;
}

interface Signed {
  id: string;
  at: Date;
  body: string;
}

/** The headers of the Standard Webhooks; after a rotation also signed with the former secret, for a while. */
export function signHeaders(signers: Signers, { id, at, body }: Signed): Record<string, string> {
  const isOverlapping = signers.oldUntil !== null && signers.oldUntil > at;
  const sealed = [signers.secretSealed, isOverlapping ? signers.oldSecretSealed : null];
  const signatures = sealed
    .filter((value) => value !== null)
    .map((value) => new Webhook(unseal(value, PURPOSE)).sign(id, at, body));
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": signatures.join(" "),
  };
}
