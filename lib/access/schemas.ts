import ipaddr from "ipaddr.js";
import { z } from "zod";
import { isStorable, toNetwork } from "../filter/index.ts";
import { TOKEN_LIMITS, TOKEN_SCOPES } from "./shared.ts";

const DAY_MS = 86_400_000;

/** An address or a network in its usual form; a slip of the pen is answered with what was probably meant. */
const Network = z
  .string()
  .trim()
  .max(60)
  .transform((text, context) => {
    const network = toNetwork(text);
    const fault = network === null ? "is not an address or network" : networkFault(network);
    if (network !== null && fault === null) return network;
    context.addIssue({ code: "custom", message: fault ?? "is not an address or network" });
    return z.NEVER;
  });

function networkFault(network: string): string | null {
  if (/^::ffff:/i.test(network)) return "is an IPv4 network written as IPv6: write it as IPv4";
  if (!network.includes("/")) return null;
  const parser = network.includes(":") ? ipaddr.IPv6 : ipaddr.IPv4;
  const first = parser.networkAddressFromCIDR(network).toString();
  const whole = `${first}/${network.split("/")[1] ?? ""}`;
  return toNetwork(whole) === network ? null : `is inside a network: write ${whole}`;
}

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
