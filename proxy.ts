import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { contentPolicy, findFrameOrigin } from "./lib/http/frame.ts";

/** Response headers of pages that depend on the request; it guards nothing. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = randomBytes(16).toString("base64");
  const { pathname, searchParams } = request.nextUrl;
  const frameOrigin = await findFrameOrigin({
    pathname,
    ticket: searchParams.get("t"),
    framing: searchParams.get("o"),
    cookieHeader: request.headers.get("cookie"),
  });
  const policy = contentPolicy({ nonce, frameOrigin });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("referrer-policy", "no-referrer");
  response.headers.set("x-content-type-options", "nosniff");
  response.headers.set("cache-control", "no-store");
  return response;
}

export const config = {
  matcher: ["/((?!_next/|api/|api_jsonrpc|b24/|[^/]+\\.[a-z0-9]{2,5}$).*)"],
};
