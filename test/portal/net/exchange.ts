import type { IncomingMessage, ServerResponse } from "node:http";

const BODY_LIMIT = 32 * 1024 * 1024;

/** One request with its body read, and the answer still open. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  verb: string;
  contentType: string;
  body: Buffer;
  ip: string;
  startedAt: number;
}

function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) chunks.push(chunk);
    });
    request.on("end", () => {
      resolve(Buffer.concat(chunks));
    });
    request.on("error", reject);
  });
}

function sourceAddress(request: IncomingMessage): string {
  const address = request.socket.remoteAddress ?? "";
  return address === "::1" || address.endsWith("127.0.0.1") ? "127.0.0.1" : address;
}

export async function openExchange(
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Exchange> {
  const startedAt = Date.now();
  const path = (request.url ?? "/").replace(/^\/+/, "/");
  return {
    request,
    response,
    url: new URL(path, "http://localhost"),
    verb: request.method ?? "GET",
    contentType: (request.headers["content-type"] ?? "").toLowerCase(),
    body: await readBody(request),
    ip: sourceAddress(request),
    startedAt,
  };
}

export function answerJson(
  response: ServerResponse,
  input: { status: number; body: unknown; headers?: Record<string, string> },
): void {
  const text = JSON.stringify(input.body);
  response.writeHead(input.status, {
    "Content-Type": "application/json; charset=utf-8",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "origin, content-type, accept",
    "Content-Length": Buffer.byteLength(text),
    ...input.headers,
  });
  response.end(text);
}

export function answerHtml(
  response: ServerResponse,
  input: { status: number; html: string },
): void {
  response.writeHead(input.status, { "Content-Type": "text/html" });
  response.end(input.html);
}

export function bearerOf(request: IncomingMessage): string | null {
  const match = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? "");
  return match?.[1] ?? null;
}

export function cookieOf(request: IncomingMessage, name: string): string | null {
  for (const part of (request.headers.cookie ?? "").split(";")) {
    const [key, value] = part.trim().split("=", 2);
    if (key === name && value !== undefined) return decodeURIComponent(value);
  }
  return null;
}
