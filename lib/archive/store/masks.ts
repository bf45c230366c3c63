import { compileMasks, type ExtraMasks, type MaskRule } from "../../b24/index.ts";
import type { PortalCtx } from "../../ctx.ts";
import { forbidden } from "../../errors.ts";
import { forgetLogMasks, readMaskRules } from "../../portals/index.ts";
import { parseInput } from "../entry-filter.ts";
import { builtInMasks, type BuiltInMask } from "./built-in-masks.ts";
import { SaveMasksInput } from "./mask-schemas.ts";

export interface MasksView {
  rules: MaskRule[];
  builtIn: readonly BuiltInMask[];
}

export async function getMasks(ctx: PortalCtx): Promise<MasksView> {
  requireAdministrator(ctx);
  return { rules: await readMaskRules(ctx), builtIn: builtInMasks() };
}

/** For entries read from now on: what is stored already stays as it is, and nothing is ever unmasked. */
export async function saveMasks(ctx: PortalCtx, input: SaveMasksInput): Promise<MasksView> {
  requireAdministrator(ctx);
  const { rules } = parseInput(SaveMasksInput, input);
  try {
    await ctx.db.$executeRaw`
      INSERT INTO archive_setting (portal_id, masks)
      VALUES (${ctx.portalId}, ${JSON.stringify(rules)}::jsonb)
      ON CONFLICT (portal_id) DO UPDATE SET masks = excluded.masks`;
  } finally {
    forgetLogMasks(ctx);
  }
  return { rules, builtIn: builtInMasks() };
}

/** The portal's own rules for whoever reads its log; null when it has none. */
export async function loadMasks(ctx: PortalCtx): Promise<ExtraMasks | null> {
  return compileMasks(await readMaskRules(ctx));
}

function requireAdministrator({ actor }: PortalCtx): void {
  if (actor.kind === "user" && actor.isAdmin) return;
  throw forbidden("Only administrators of the portal may see and change what is masked.");
}
