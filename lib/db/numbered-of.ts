import { Prisma } from "../../prisma/generated/client.ts";

/**
 * `$1`, the portal whose rows are looked for by their numbers. Where the portal's rows are newer than the statistics,
 * the planner expects none of a portal that it knows: any index looks as good, and it may read all rows of a month.
 * Of one that it does not know it expects many, and takes the index of the numbers.
 */
export const NUMBERED_OF = "(SELECT $1::bigint)";

/** The same as a part of a statement. */
export function numberedOf(portalId: bigint): Prisma.Sql {
  return Prisma.sql`(SELECT ${portalId}::bigint)`;
}
