import type { z } from "zod";
import type { Ctx } from "../ctx.ts";
import { toProblem } from "./problem.ts";
import { limitRate } from "./rate-limit.ts";
import { readForm } from "./read-body.ts";
import { newRequestId, requestCtx } from "./request-ctx.ts";

type RouteHandler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;

interface Door<T, P> {
  schema: z.ZodType<T>;
  handle: (ctx: Ctx, input: { form: T; params: P; url: URL }) => Promise<Response>;
}

/** A door that people open through Bitrix24, by a form; faults become problem documents. */
export function doorRoute<T, P = Record<string, never>>(door: Door<T, P>): RouteHandler<P> {
  return async (request, context) => {
    const requestId = newRequestId();
    try {
      limitRate("open", request);
      const form = await readForm(request, door.schema);
      const ctx = await requestCtx(requestId);
      const url = new URL(request.url);
      return await door.handle(ctx, { form, params: await context.params, url });
    } catch (error) {
      return toProblem(error, requestId);
    }
  };
}

/** A door that a browser comes to by GET. */
export function browserRoute(
  handle: (ctx: Ctx, request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = newRequestId();
    try {
      return await handle(await requestCtx(requestId), request);
    } catch (error) {
      return toProblem(error, requestId);
    }
  };
}

/** The catalogue looks at doors with HEAD, people with GET: both are told that somebody is at home. */
export function doorAlive(): Response {
  return new Response("Logbook for Bitrix24\n", {
    status: 200,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}

/** A redirect that turns the portal's POST into a page. */
export function seeOther(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location: path, "cache-control": "no-store", "referrer-policy": "no-referrer" },
  });
}
