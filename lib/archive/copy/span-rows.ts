import type { Db } from "../../db/index.ts";
import { paintAll, type Span } from "./spans.ts";

interface SpanKey {
  portalId: bigint;
  epoch: number;
}

/** Spans of an epoch, rising. */
export async function readSpans(db: Db, { portalId, epoch }: SpanKey): Promise<Span[]> {
  return db.$queryRaw<Span[]>`
    SELECT low_id AS low, high_id AS high, state, low_at AS "lowAt", high_at AS "highAt"
    FROM archive_span WHERE portal_id = ${portalId} AND epoch = ${epoch} ORDER BY low_id`;
}

/** Writes down what became true of some spans. The caller holds the portal's row in `archive_copy`. */
export async function paintSpans(tx: Db, key: SpanKey, news: readonly Span[]): Promise<Span[]> {
  const before = await readSpans(tx, key);
  const after = paintAll(before, news);
  const gone = before.filter((span) => !after.some((other) => isSame(span, other)));
  const fresh = after.filter((span) => !before.some((other) => isSame(span, other)));
  const { portalId, epoch } = key;
  if (gone.length > 0) {
    await tx.archiveSpan.deleteMany({
      where: { portalId, epoch, lowId: { in: gone.map(({ low }) => low) } },
    });
  }
  if (fresh.length > 0) {
    await tx.archiveSpan.createMany({
      data: fresh.map(({ low, high, ...rest }) => ({
        ...{ portalId, epoch, lowId: low, highId: high },
        ...rest,
      })),
    });
  }
  return after;
}

function isSame(one: Span, other: Span): boolean {
  return (
    one.low === other.low &&
    one.high === other.high &&
    one.state === other.state &&
    one.lowAt?.getTime() === other.lowAt?.getTime() &&
    one.highAt?.getTime() === other.highAt?.getTime()
  );
}
