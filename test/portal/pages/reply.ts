import type { IncomingMessage, ServerResponse } from "node:http";
import type { Markup } from "./markup.ts";

const maxBodyBytes = 1024 * 1024;

/** Frames of any application are allowed, as on the real portal; scripts are only our own. */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "frame-src *",
  "form-action *",
  "frame-ancestors 'self'",
].join("; ");

export class RefusedRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function sendPage(response: ServerResponse, page: Markup, status = 200): void {
  response.writeHead(status, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": contentPolicy,
    "Cache-Control": "no-store",
  });
  response.end(page.markup);
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
  });
  response.end(JSON.stringify(value));
}

export function sendRedirect(response: ServerResponse, path: string, cookies: string[] = []): void {
  response.writeHead(303, { Location: path, "Set-Cookie": cookies, "Cache-Control": "no-store" });
  response.end();
}

export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await readBody(request));
}

export async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const body = await readBody(request);
  if (body === "") return {};
  try {
    const value: unknown = JSON.parse(body);
    if (value !== null && typeof value === "object" && !Array.isArray(value)) return { ...value };
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new RefusedRequest(400, "The body is not a JSON object");
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new RefusedRequest(413, "The body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
