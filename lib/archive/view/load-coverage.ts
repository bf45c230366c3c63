import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { parseInput } from "../entry-filter.ts";
import type { CoverageView } from "../copy/coverage-view.ts";
import { getCoverage } from "../copy/get-coverage.ts";
import { loadSpan } from "../copy/load-span.ts";
import { within } from "./within.ts";

export const LoadCoverageInput = z.object({
  /** The entries just before this moment are wanted. */
  before: z.iso.datetime({ offset: true }),
});
export type LoadCoverageInput = z.input<typeof LoadCoverageInput>;

const LIMIT_MS = 15_000;

/** Loads a piece of what the portal still has, for somebody who asks for it, and tells what is there then. */
export async function loadCoverage(
  ctx: PortalCtx,
  input: LoadCoverageInput,
): Promise<CoverageView & { isLoaded: boolean }> {
  const before = new Date(parseInput(LoadCoverageInput, input).before);
  const loaded = await within(LIMIT_MS, loadSpan(ctx, { before }));
  return { ...(await getCoverage(ctx)), isLoaded: loaded === true };
}
