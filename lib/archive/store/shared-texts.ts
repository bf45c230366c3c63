import { hash } from "node:crypto";
import type { PortalCtx } from "../../ctx.ts";
import { runCompiled, type Db } from "../../db/index.ts";
import type { TextKind } from "./stored-entry.ts";

/** A text that rows share, by its number. */
export interface SharedText {
  kind: TextKind;
  value: string;
}

/** First half of the SHA-256 of the text, as 32 hexadecimal digits. */
export function textDigest(value: string): string {
  return hash("sha256", value, "hex").slice(0, 32);
}

/** The numbers of these texts, null for those that have none. */
export async function readTexts(
  tx: Db,
  ctx: PortalCtx,
  texts: readonly SharedText[],
): Promise<(number | null)[]> {
  if (texts.length === 0) return [];
  const rows = await runCompiled<{ id: number | null }>(tx, {
    text: `SELECT t.id FROM unnest($2::smallint[], $3::text[]) WITH ORDINALITY AS w (kind, digest, place)
      LEFT JOIN entry_text t
        ON t.portal_id = $1 AND t.kind = w.kind AND t.digest = w.digest::uuid
      ORDER BY w.place`,
    values: [
      ctx.portalId,
      texts.map(({ kind }) => kind),
      texts.map(({ value }) => textDigest(value)),
    ],
  });
  return rows.map(({ id }) => id);
}

/** Gives these texts the numbers after the given one, in their order. */
export async function insertTexts(
  tx: Db,
  ctx: PortalCtx,
  { made, after }: { made: readonly SharedText[]; after: number },
): Promise<void> {
  if (made.length === 0) return;
  await runCompiled(tx, {
    text: `INSERT INTO entry_text (portal_id, id, kind, digest, value)
      SELECT $1, $2::integer + w.place::integer, w.kind, w.digest::uuid, w.value
      FROM unnest($3::smallint[], $4::text[], $5::text[]) WITH ORDINALITY
        AS w (kind, digest, value, place)`,
    values: [
      ctx.portalId,
      after,
      made.map(({ kind }) => kind),
      made.map(({ value }) => textDigest(value)),
      made.map(({ value }) => value),
    ],
  });
}
