import type { Ctx } from "../ctx.ts";
import { unauthorized } from "../errors.ts";
import type { Route } from "./api-route.ts";
import { bearerOf } from "./log-entry.ts";
import { toProblem } from "./problem.ts";
import { readJsonText } from "./read-body.ts";
import { newRequestId, requestCtx } from "./request-ctx.ts";

interface Reported<P> {
  params: P;
  /** What stands behind `Bearer`. */
  secret: string;
  /** The Idempotency-Key. */
  key: string | null;
  /** JSON, not read yet; empty when there is none. */
  body: string;
}

interface Answer {
  status: number;
  body: object;
  isReplayed?: boolean;
}

type Handler<P> = (ctx: Ctx, reported: Reported<P>) => Promise<Answer>;

/** A door for outside systems, which prove themselves by a bearer secret; cookies and sessions do not count here. */
export function reportRoute<P>(handler: Handler<P>): Route<P> {
  return async (request, context) => {
    const requestId = newRequestId();
    try {
      const secret = bearerOf(request);
      if (secret === null) throw unauthorized("The request needs Authorization: Bearer.");
      const body = request.method === "GET" ? "" : await readJsonText(request);
      const ctx = await requestCtx(requestId);
      const params = await context.params;
      const key = request.headers.get("idempotency-key");
      const answer = await handler(ctx, { params, secret, key, body });
      return Response.json(answer.body, {
        status: answer.status,
        headers: {
          "cache-control": "no-store",
          ...(answer.isReplayed === true && { "idempotency-replayed": "true" }),
        },
      });
    } catch (error) {
      return toProblem(error, requestId);
    }
  };
}
