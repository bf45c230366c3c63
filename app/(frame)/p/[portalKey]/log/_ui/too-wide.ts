import { asProblem } from "../../../../../_ui/session/problem.ts";

/** The archive refused the order, not the query. */
export function isTooWide(error: Error): boolean {
  return asProblem(error).details.some(({ at }) => at === "order");
}
