import type { PortalCtx } from "../ctx.ts";
import { forbidden } from "../errors.ts";
import { SavePreferenceInput, type PreferencesView } from "./preference-schemas.ts";

export async function getPreferences(ctx: PortalCtx): Promise<PreferencesView> {
  const rows = await ctx.db.userSetting.findMany({
    where: { portalId: ctx.portalId, userId: personOf(ctx) },
    select: { key: true, value: true },
  });
  const view: PreferencesView = {};
  for (const { key, value } of rows) {
    // What an older version stored and this one does not know counts as not set.
    const read = SavePreferenceInput.safeParse({ key, value });
    if (read.success) Object.assign(view, { [read.data.key]: read.data.value });
  }
  return view;
}

/** One choice of the person who asks; each is kept by itself, so two open pages do not undo each other. */
export async function savePreference(
  ctx: PortalCtx,
  input: SavePreferenceInput,
): Promise<PreferencesView> {
  const { key, value } = input;
  const place = { portalId: ctx.portalId, userId: personOf(ctx), key };
  await ctx.db.userSetting.upsert({
    where: { portalId_userId_key: place },
    create: { ...place, value },
    update: { value, changedAt: ctx.now() },
  });
  return getPreferences(ctx);
}

function personOf({ actor }: PortalCtx): number {
  if (actor.kind === "user") return actor.userId;
  throw forbidden("Only a person has preferences.");
}
