import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { z } from "zod";
import { seal, unseal } from "../../../db/index.ts";
import { AppError } from "../../../errors.ts";

const PURPOSE = "job-secret";
const SECRET_BYTES = 32;

export function newSecret(): { secret: string; sealed: string } {
  const secret = `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;
  return { secret, sealed: seal(secret, PURPOSE) };
}

export interface Signers {
  secretSealed: string;
  /** Signs as well until then. */
  oldSecretSealed: string | null;
  oldUntil: Date | null;
  /** Those from before, each with its own end. */
  olderSecretsSealed: string | null;
}

type Former = Omit<Signers, "secretSealed">;

// Each is a signature in every request.
const MAX_FORMER = 10;

/**
 * What signs beside the next secret: this one until then, and each former one until its own time is over. Nobody knows
 * which of them the other side has: an answer with a new secret may have been lost. Throws `conflict` for too many.
 */
export function formerSecrets(signers: Signers, { at, until }: { at: Date; until: Date }): Former {
  const older = formerOf(signers, at);
  if (older.length >= MAX_FORMER) {
    throw new AppError("conflict", `The secret was made anew ${MAX_FORMER} times within a day.`);
  }
  return {
    oldSecretSealed: signers.secretSealed,
    oldUntil: until,
    olderSecretsSealed: older.length === 0 ? null : seal(JSON.stringify(older), PURPOSE),
  };
}

const OlderSecrets = z.array(z.object({ secret: z.string(), until: z.coerce.date() }));

function formerOf({ oldSecretSealed, oldUntil, olderSecretsSealed }: Signers, at: Date) {
  const older =
    olderSecretsSealed === null
      ? []
      : OlderSecrets.parse(JSON.parse(unseal(olderSecretsSealed, PURPOSE)));
  const last =
    oldSecretSealed === null || oldUntil === null
      ? []
      : [{ secret: unseal(oldSecretSealed, PURPOSE), until: oldUntil }];
  return [...older, ...last].filter(({ until }) => until > at);
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
