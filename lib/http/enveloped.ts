import { z } from "zod";
import type { Route } from "./api-route.ts";

const Problem = z.object({
  type: z.string(),
  requestId: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ at: z.string().optional(), message: z.string() })).default([]),
});

/** The processing log's way to say what went wrong: its own envelope in place of a problem document. */
export function enveloped<P>(route: Route<P>): Route<P> {
  return async (request, context) => {
    const answer = await route(request, context);
    if (answer.headers.get("content-type") !== "application/problem+json") return answer;
    const { type, requestId, detail, errors } = Problem.parse(await answer.json());
    const reasons = errors.map(({ at, message }) => (at ? `${at}: ${message}` : message));
    const headers = new Headers(answer.headers);
    headers.set("content-type", "application/json");
    // What the envelope has no place for.
    headers.set("x-logbook-problem", type);
    headers.set("x-logbook-request", requestId);
    return Response.json(
      { data: [], warnings: [], errors: [detail, ...reasons] },
      { status: answer.status, headers },
    );
  };
}
