import { readFileSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { parsePhpQuery } from "../../portal/net/php-query.ts";
import { startPortalCloud, type Portal, type PortalCloud } from "../../portal/index.ts";
import type { Json, JsonMap } from "../../portal/php-values.ts";

const fixtures = new URL("../../fixtures/platform/", import.meta.url);

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: JsonMap;
}

export interface Sample {
  request: {
    method: string;
    url: string;
    headers?: Record<string, string>;
    json?: JsonMap;
    form?: JsonMap;
    rawBody?: string;
  };
  response: { status: number; headers: Record<string, string>; body: JsonMap };
}

export function sampleNames(prefix: string): string[] {
  return readdirSync(fixtures)
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.replace(/\.json$/, ""));
}

export function sample(name: string): Sample {
  return JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), "utf8")) as Sample;
}

/** The application's side: remembers every call it gets. */
export interface Handler {
  url: string;
  calls: { path: string; agent: string; type: string; text: string; form: JsonMap }[];
  answerAfter: (ms: number) => void;
  stop(): Promise<void>;
}

export async function startHandler(): Promise<Handler> {
  const calls: Handler["calls"] = [];
  let delay = 0;
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      calls.push({
        path: request.url ?? "",
        agent: request.headers["user-agent"] ?? "",
        type: request.headers["content-type"] ?? "",
        text,
        form: parsePhpQuery(text),
      });
      setTimeout(() => response.end("ok"), delay);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    calls,
    answerAfter: (ms) => (delay = ms),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

export interface InstalledPortal {
  cloud: PortalCloud;
  portal: Portal;
  token: string;
  refreshToken: string;
}

/** A cloud with one portal on which the application is installed, and Ann's tokens. */
export async function installedPortal(
  input: { appUrl?: string; entries?: number; edition?: "cloud" | "enterprise" | "box" } = {},
): Promise<InstalledPortal> {
  const { appUrl, ...own } = input;
  const cloud = await startPortalCloud({
    portals: [{ entries: 60, ...own }],
    ...(appUrl === undefined ? {} : { appUrl }),
  });
  const [portal] = cloud.portals;
  if (portal === undefined) throw new Error("the cloud has no portal");
  portal.addApp();
  await portal.finishInstall();
  return { cloud, portal, ...tokensOf(portal, 1) };
}

export function tokensOf(portal: Portal, userId: number): { token: string; refreshToken: string } {
  const { access, refresh } = portal.issueTokens({ userId, source: "control" });
  return { token: access.value, refreshToken: refresh.value };
}

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: "manual", ...init });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  const body = (isJson ? JSON.parse(text) : {}) as JsonMap;
  return { status: response.status, headers: response.headers, text, body };
}

export function postJson(url: string, body: unknown): Promise<Answer> {
  const headers = { "Content-Type": "application/json" };
  return ask(url, { method: "POST", headers, body: JSON.stringify(body) });
}

export function rest(
  { portal, token }: { portal: Portal; token: string },
  input: { method: string; params?: JsonMap },
): Promise<Answer> {
  const params = { ...input.params, auth: token };
  return postJson(`${portal.clientEndpoint}${input.method}`, params);
}

/** Names and kinds of everything inside, without the values. */
export function shapeOf(value: Json | undefined): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
  }
  return value === null ? "null" : typeof value;
}
