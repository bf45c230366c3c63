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

/** The numbers of these texts, each given once; those that have none get the numbers after the given one, in order. */
export async function numberTexts(
  tx: Db,
  ctx: PortalCtx,
  { texts, after }: { texts: readonly SharedText[]; after: number },
): Promise<number[]> {
  if (texts.length === 0) return [];
  const rows = await runCompiled<{ id: number }>(tx, {
    text: `WITH wanted AS (
        SELECT w.kind, w.digest::uuid AS digest, w.value, w.place, t.id
        FROM unnest($3::smallint[], $4::text[], $5::text[]) WITH ORDINALITY
          AS w (kind, digest, value, place)
        LEFT JOIN entry_text t
          ON t.portal_id = $1 AND t.kind = w.kind AND t.digest = w.digest::uuid
      ), numbered AS (
        SELECT *, $2::integer + (count(*) FILTER (WHERE id IS NULL) OVER (ORDER BY place))::integer AS next
        FROM wanted
      ), made AS (
        INSERT INTO entry_text (portal_id, id, kind, digest, value)
        SELECT $1, next, kind, digest, value FROM numbered WHERE id IS NULL
      )
      SELECT coalesce(id, next) AS id FROM numbered ORDER BY place`,
    values: [
      ctx.portalId,
      after,
      texts.map(({ kind }) => kind),
      texts.map(({ value }) => textDigest(value)),
      texts.map(({ value }) => value),
    ],
  });
  return rows.map(({ id }) => id);
}
