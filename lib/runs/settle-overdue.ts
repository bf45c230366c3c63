import { Prisma } from "../../prisma/generated/client.ts";
import type { Ctx } from "../ctx.ts";
import { LANGS, type Lang } from "./language.ts";
import { settleWhere } from "./settle.ts";
import { DEADLINE, inWords, SILENCE } from "./verdicts.ts";

const AT_ONCE = 200;

/** Answers runs whose time is over or that fell silent; returns how many. Any number of processes may do this. */
export async function settleOverdue(ctx: Ctx): Promise<number> {
  const [due] = await ctx.db.$queryRaw<{ late: boolean; silent: boolean }[]>`
    SELECT EXISTS (SELECT FROM run WHERE ${IS_LATE}) AS late,
      EXISTS (SELECT FROM run WHERE ${IS_SILENT}) AS silent`;
  let settled = 0;
  for (const lang of LANGS) {
    const settle = async (condition: Prisma.Sql, verdict: typeof DEADLINE): Promise<number> =>
      settleWhere(ctx.db, allOf(condition, lang), inWords(verdict, lang));
    if (due?.late === true) settled += await settle(IS_LATE, DEADLINE);
    if (due?.silent === true) settled += await settle(IS_SILENT, SILENCE);
  }
  return settled;
}

const IS_LATE = Prisma.sql`state IN ('received', 'running') AND deadline_at <= now()`;
const IS_SILENT = Prisma.sql`state IN ('received', 'running') AND heartbeat_seconds IS NOT NULL
  AND coalesce(heartbeat_at, received_at) + make_interval(secs => heartbeat_seconds) <= now()`;

// Rows that somebody else settles right now are skipped, not waited for.
function allOf(condition: Prisma.Sql, lang: Lang): Prisma.Sql {
  return Prisma.sql`(id, called_at) IN (
    SELECT id, called_at FROM run WHERE ${condition}
      AND coalesce((SELECT p.language FROM portal p
        WHERE p.id = run.portal_id AND p.language = ANY (${[...LANGS]})), 'en') = ${lang}
    LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)`;
}
