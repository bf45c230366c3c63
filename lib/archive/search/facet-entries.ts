import { z } from "zod";
import type { PortalCtx } from "../../ctx.ts";
import { invalidInput } from "../../errors.ts";
import { parseQuery, type Node } from "../../filter/index.ts";
import { parseInput } from "../entry-filter.ts";
import { FACET_NAMES, isTallied, tallyFields } from "./facet-tally.ts";
import { facetValues, type FacetValues } from "./facet-values.ts";
import { splitOwn, type FacetField } from "./own-condition.ts";
import { makePlan } from "./plan.ts";
import { QueryInput, readQuery } from "./read-query.ts";
import { inSnapshot, type Snapshot } from "./snapshot.ts";
import { toTallyQuery } from "./tally-query.ts";

const MAX_EFFORT_MS = 4_000;

export const FacetInput = QueryInput.extend({
  /** Names of fields; `json.a.b` is a way down into descriptions. */
  fields: z.array(z.string().max(200)).min(1).max(12),
  limit: z.coerce.number().int().min(1).max(1_000).default(10),
  find: z.string().max(200).optional(),
  effortMs: z.number().int().positive().default(MAX_EFFORT_MS),
});
export type FacetInput = z.input<typeof FacetInput>;

export interface FacetView extends FacetValues {
  field: string;
  /** False when time was over before all entries were counted, or there were too many values to hold or look through. */
  isExact: boolean;
}

/** How many entries have which value; what the query says about a field does not count for its own facet. */
export async function facetEntries(
  ctx: PortalCtx,
  input: FacetInput,
): Promise<{ facets: FacetView[]; tookMs: number }> {
  const started = performance.now();
  const { fields: names, limit, find, effortMs, ...read } = parseInput(FacetInput, input);
  const query = readQuery(ctx, read);
  const asked = names.map((name) => ({ name, field: readField(name) }));
  const passes = Map.groupBy(asked, ({ field }) => passOf(query.node, field));
  const facets = await inSnapshot(ctx, { effortMs, isCounting: true }, async (snapshot) => {
    const found = new Map<string, FacetView>();
    for (const pass of passes.values()) {
      const tallies = await countPass(snapshot, pass[0]?.field, { query, pass });
      for (const [at, { name, field }] of pass.entries()) {
        const { own } = splitOwn(query.node, field);
        const { tally, isExact } = tallies[at] ?? { tally: new Map(), isExact: true };
        const values = await facetValues(snapshot, { field, tally, own, limit, find });
        found.set(name, { field: name, ...values, isExact: isExact && values.isExact });
      }
    }
    return names.flatMap((name) => found.get(name) ?? []);
  });
  return { facets, tookMs: Math.round(performance.now() - started) };
}

/** Fields that leave the same of the query and are in the same counts are counted together. */
function passOf(node: Node | null, field: FacetField): string {
  const { rest } = splitOwn(node, field);
  return JSON.stringify([isTallied(field) && toTallyQuery(rest) !== null, rest]);
}

async function countPass(
  snapshot: Snapshot,
  first: FacetField | undefined,
  { query, pass }: { query: ReturnType<typeof readQuery>; pass: { field: FacetField }[] },
) {
  const { rest } = first === undefined ? { rest: query.node } : splitOwn(query.node, first);
  const plan = await makePlan(snapshot, { ...query, node: rest });
  return tallyFields(
    plan,
    pass.map(({ field }) => field),
  );
}

function readField(text: string): FacetField {
  const read = parseQuery(`${text}:*`);
  const node = read.ok ? read.query : null;
  if (node?.kind === "field" && (node.field === "json" || FACET_NAMES.includes(node.field))) {
    return { name: node.field, path: node.path };
  }
  throw invalidInput(`fields: ${text} has no facet`, [{ at: "fields", message: "has no facet" }]);
}
