import type { PortalCtx } from "../ctx.ts";
import { knownLogMasks } from "./log-masks.ts";
import { collectSecrets, maskExchange } from "./mask-exchange.ts";

const RULES_UNKNOWN = "Left out: the portal's masking rules could not be read.";

/** What may be kept of something the portal sent, as JSON: masked by the usual and by its own rules, and cut. */
export async function maskInput(ctx: PortalCtx, value: unknown): Promise<string> {
  const extra = await knownLogMasks(ctx);
  if (extra === undefined) return JSON.stringify(RULES_UNKNOWN);
  const secrets = collectSecrets(value, { isForm: false, extra });
  return JSON.stringify(maskExchange({ value, secrets, extra }).value);
}
