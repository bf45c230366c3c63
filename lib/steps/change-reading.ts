import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { invalidInput } from "../errors.ts";
import { readQuery } from "./search/query.ts";

/** Room is left for the queries of the steps, which are joined to this one. */
export const MAX_STEPS_QUERY = 2_000;

export const ChangeReading = z
  .strictObject({
    stepsReadLog: z.boolean().optional(),
    /** Empty: processes may see the whole log. */
    stepsQuery: z.string().trim().max(MAX_STEPS_QUERY).optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: "names nothing to be changed",
  });
export type ChangeReading = z.output<typeof ChangeReading>;

/** Sets whether processes may read the log, and how much of it. */
export async function changeReading(ctx: PortalCtx, input: ChangeReading): Promise<void> {
  const { stepsReadLog, stepsQuery } = input;
  const query = readQuery(stepsQuery ?? "");
  if (!query.ok) {
    const message = query.text.en;
    throw invalidInput(`stepsQuery: ${message}`, [{ at: "stepsQuery", message }]);
  }
  await ctx.db.portal.update({
    where: { id: ctx.portalId },
    data: {
      ...(stepsReadLog !== undefined && { stepsReadLog }),
      ...(stepsQuery !== undefined && { stepsQuery: stepsQuery === "" ? null : stepsQuery }),
    },
  });
}
