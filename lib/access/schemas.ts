import { z } from "zod";
import { isStorable } from "../filter/index.ts";
import { networkFaultWords, readNetwork } from "./networks.ts";
import { TOKEN_LIMITS, TOKEN_SCOPES } from "./shared.ts";

const DAY_MS = 86_400_000;

const Network = z
  .string()
  .max(60)
  .transform((text, context) => {
    const read = readNetwork(text);
    if ("network" in read) return read.network;
    context.addIssue({ code: "custom", message: networkFaultWords(read.fault) });
    return z.NEVER;
  });

export const CreateTokenInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "is empty")
    .max(TOKEN_LIMITS.name)
    .refine(isStorable, "holds a character that cannot be stored"),
  scopes: z
    .array(z.enum(TOKEN_SCOPES))
    .min(1, "allow nothing: choose at least one")
    .transform((scopes) => TOKEN_SCOPES.filter((scope) => scopes.includes(scope))),
  networks: z
    .array(Network)
    .max(TOKEN_LIMITS.networks)
    .default([])
    .transform((networks) => [...new Set(networks)]),
  /** Null: it does not end by itself. */
  expiresAt: z.iso.datetime({ offset: true }).nullable(),
});
export type CreateTokenInput = z.input<typeof CreateTokenInput>;

/** What is wrong with the moment a token shall end, seen from now; null when nothing is. */
export function expiryFault(expiresAt: Date | null, now: Date): string | null {
  if (expiresAt === null) return null;
  const days = (expiresAt.getTime() - now.getTime()) / DAY_MS;
  if (days <= 0) return "is in the past";
  return days > TOKEN_LIMITS.maxDays ? "is more than ten years away" : null;
}

const userId = z.number().int().min(1).max(2_147_483_647);

/** One of both: whom to let in, or whom to let in no more. */
export const ChangeReadersInput = z
  .strictObject({ add: userId.optional(), remove: userId.optional() })
  .refine(({ add, remove }) => (add === undefined) !== (remove === undefined), {
    path: ["add"],
    error: "exactly one of add and remove must be given",
  });
export type ChangeReadersInput = z.input<typeof ChangeReadersInput>;

export const FindPeopleInput = z.object({
  find: z.string().trim().max(100).refine(isStorable, "holds a character that cannot be stored"),
});
export type FindPeopleInput = z.input<typeof FindPeopleInput>;
