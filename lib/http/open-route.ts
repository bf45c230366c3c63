import type { Route } from "./api-route.ts";
import { toProblem } from "./problem.ts";
import { limitRate } from "./rate-limit.ts";
import { newRequestId } from "./request-ctx.ts";

/** A door for everybody: what stands behind it is no portal's. */
export function openRoute<P = Record<string, never>>(
  handler: (params: P) => Promise<Response>,
): Route<P> {
  return async (request, context) => {
    try {
      limitRate("api", request);
      return await handler(await context.params);
    } catch (error) {
      return toProblem(error, newRequestId());
    }
  };
}
