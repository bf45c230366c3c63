import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
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

interface Former {
  secret: string;
  until: Date;
}

// Each is a signature in every request; more rotations than these in one day are taken for play.
const MAX_FORMER = 10;

/**
 * What signs beside the next secret: this one until then, and each former one until its own time is over. Nobody knows
 * which of them the other side has: an answer with a new secret may have been lost.
 */
export function sealFormer(signers: Signers, { at, until }: { at: Date; until: Date }): string {
  const [oldest, ...others] = formerOf(signers, at);
  const mine = { secret: unseal(signers.secretSealed, PURPOSE), until };
  const kept = oldest === undefined ? [] : [oldest, ...others.slice(2 - MAX_FORMER)];
  return seal(JSON.stringify([...kept, mine]), PURPOSE);
}

const FormerList = z.array(z.object({ secret: z.string(), until: z.coerce.date() }));

function formerOf({ oldSecretSealed, oldUntil }: Signers, at: Date): Former[] {
  if (oldSecretSealed === null || oldUntil === null || oldUntil <= at) return [];
  const text = unseal(oldSecretSealed, PURPOSE);
  // As it was stored before there could be several.
  if (!text.startsWith("[")) return [{ secret: text, until: oldUntil }];
  return FormerList.parse(JSON.parse(text)).filter(({ until }) => until > at);
}

interface Signed {
  id: string;
  at: Date;
  body: string;
}

/** The headers of the Standard Webhooks; after a rotation also signed with the former secrets, for a while. */
export function signHeaders(signers: Signers, { id, at, body }: Signed): Record<string, string> {
  const former = formerOf(signers, at).map(({ secret }) => secret);
  const secrets = [unseal(signers.secretSealed, PURPOSE), ...former];
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, at, body));
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": signatures.join(" "),
  };
}
