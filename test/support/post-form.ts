import { env } from "../../lib/env.ts";

type Handler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>;

/** Calls an exported route with a form the way the portal posts it. */
export async function postForm<P>(
  handler: Handler<P>,
  input: { path: string; body: string; params?: P; type?: string },
): Promise<Response> {
  const request = new Request(new URL(input.path, env().APP_URL), {
    method: "POST",
    headers: { "content-type": input.type ?? "application/x-www-form-urlencoded" },
    body: input.body,
  });
  return handler(request, { params: Promise.resolve(input.params ?? ({} as P)) });
}
