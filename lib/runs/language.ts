import type { PortalCtx } from "../ctx.ts";

/** What the steps are called in on a portal; every sentence of a run's own is told in each of these. */
export const LANGS = ["en", "ru", "de"] as const;
export type Lang = (typeof LANGS)[number];
export type Spoken = Record<Lang, string>;

/** English for a portal that never said its language, and for every language we do not speak. */
export function toLang(language: string | null | undefined): Lang {
  return LANGS.find((known) => known === language) ?? "en";
}

/** As the portal said it when a step asked last. */
export async function languageOf({ db, portalId }: PortalCtx): Promise<Lang> {
  const where = { id: portalId };
  const portal = await db.portal.findUnique({ where, select: { language: true } });
  return toLang(portal?.language);
}
