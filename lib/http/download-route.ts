import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { unauthorized } from "../errors.ts";
import { portalCtx } from "../portals/index.ts";
import { enter, enterAs, type Route } from "./api-route.ts";
import { toProblem } from "./problem.ts";
import { readJson } from "./read-body.ts";
import { newRequestId, requestCtx } from "./request-ctx.ts";
import { DOWNLOAD_SECONDS, openSeal, sealFor } from "./seals.ts";
import { loadSession } from "./session.ts";

interface Download {
  status: number;
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array> | null;
}

interface Asked<P> {
  request: Request;
  /** Of the address, without the ticket. */
  query: Record<string, string>;
  params: P;
}

type Handler<P> = (ctx: PortalCtx, asked: Asked<P>) => Promise<Download>;

/**
 * A door for files. A frame without cookies cannot send its session with a download, so the address may carry a
 * ticket for exactly this address instead; with `isOnce` it opens once only.
 */
export function downloadRoute<P = Record<string, never>>(
  handler: Handler<P>,
  { isOnce }: { isOnce: boolean },
): Route<P> {
  return async (request, context) => {
    const requestId = newRequestId();
    try {
      const url = new URL(request.url);
      const ticket = url.searchParams.get("ticket");
      const ctx =
        ticket === null
          ? (await enter(request, url, requestId)).ctx
          : await enterByTicket({ url, ticket, isOnce, requestId });
      const own = new URLSearchParams(url.searchParams);
      for (const name of ["ticket", "portal"]) own.delete(name);
      const query = Object.fromEntries(own);
      const params = await context.params;
      const { status, headers, body } = await handler(ctx, { request, query, params });
      return new Response(body, { status, headers: { ...headers, "cache-control": "no-store" } });
    } catch (error) {
      return toProblem(error, requestId);
    }
  };
}

const TicketRequest = z.strictObject({
  path: z
    .string()
    .max(12_000)
    .regex(/^\/api\/v1\/exports\/[a-z0-9-]+(?:\/[a-z]+)?(?:\?.*)?$/, "is not a file's address"),
});

/** Gives out the address of a file with a ticket in it. */
export function ticketRoute(): Route<Record<string, never>> {
  return async (request) => {
    const requestId = newRequestId();
    try {
      const { portal, sessionId } = await enter(request, new URL(request.url), requestId);
      const { path } = await readJson(request, TicketRequest);
      const id = randomUUID();
      const content = { key: portal.key, sessionId, id, digest: digestOf(path) };
      const ticket = await sealFor("download", content);
      const url = `${path}${path.includes("?") ? "&" : "?"}ticket=${encodeURIComponent(ticket)}`;
      return Response.json({ url }, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      return toProblem(error, requestId);
    }
  };
}

interface TicketInput {
  url: URL;
  ticket: string;
  isOnce: boolean;
  requestId: string;
}

async function enterByTicket(input: TicketInput): Promise<PortalCtx> {
  const { url, isOnce } = input;
  const ticket = await openSeal("download", input.ticket);
  const path = `${url.pathname}${url.search}`.replace(/[?&]ticket=[^&]*$/, "");
  if (ticket?.digest !== digestOf(path)) throw unauthorized("The download link is not valid.");
  const base = await requestCtx(input.requestId);
  const { key: portalKey, sessionId } = ticket;
  const { ctx, portal } = await enterAs(base, await loadSession(base, { portalKey, sessionId }));
  if (isOnce) await useUp(portalCtx(base, portal.id), ticket.id);
  return ctx;
}

async function useUp({ db, portalId, now }: PortalCtx, id: string): Promise<void> {
  const expiresAt = new Date(now().getTime() + DOWNLOAD_SECONDS * 2_000);
  const data = [{ id, portalId, expiresAt }];
  const { count } = await db.usedTicket.createMany({ data, skipDuplicates: true });
  if (count === 0) throw unauthorized("The download link was used before.");
}

function digestOf(path: string): string {
  return createHash("sha256").update(path).digest("base64url");
}
