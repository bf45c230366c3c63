import { openEntryReader, type ExportPage } from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { toQuery } from "./internal.ts";
import type { ExportRequest } from "./schemas.ts";

export interface PagesInput {
  request: ExportRequest;
  askedAt: Date;
  upTo: bigint;
  place: ExportPage["place"] | null;
}

/** All pages of an export in order; the next one is read while this one is written. */
export async function* readPages(
  ctx: PortalCtx,
  { request, askedAt, upTo, place }: PagesInput,
): AsyncGenerator<ExportPage> {
  const reader = openEntryReader(ctx, { ...toQuery(request, askedAt), upTo });
  let ahead = reader.next(place);
  for (;;) {
    const page = await ahead;
    if (!page.isEnd) {
      ahead = reader.next(page.place);
      // Its failure is met when its turn comes, or nobody waits for it any more.
      ahead.catch(() => undefined);
    }
    yield page;
    if (page.isEnd) return;
  }
}
