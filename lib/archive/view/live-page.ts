import type { PortalCtx } from "../../ctx.ts";
import type { CoverageView } from "../copy/coverage-view.ts";
import { getCoverage } from "../copy/get-coverage.ts";
import { entriesAfter, type EntriesAfter } from "../search/entries-after.ts";
import { freshen, type TailReading } from "./freshen.ts";
import { nameUsers } from "./name-users.ts";

export interface LivePage extends EntriesAfter {
  coverage: CoverageView;
  tail: TailReading;
}

type LiveQuery = Partial<Record<"q" | "from" | "to" | "tz" | "after" | "limit", string>>;

const NOW = { maxAgeMs: 1_500, limitMs: 10_000 };

/** What was stored after an entry, the portal's newest entries among it: they are read and stored first. */
export async function readLivePage(ctx: PortalCtx, query: LiveQuery): Promise<LivePage> {
  const { tz, limit, ...rest } = query;
  const tail = await freshen(ctx, NOW);
  const found = await entriesAfter(ctx, {
    ...rest,
    zone: tz,
    ...(limit !== undefined && { limit }),
  });
  const coverage = await getCoverage(ctx);
  const users = coverage.reason === null ? await nameUsers(ctx, found.users) : found.users;
  return { ...found, users, coverage, tail };
}
