import { createHash, randomUUID } from "node:crypto";
import { z } from "zod";
import type { PortalCtx } from "../ctx.ts";
import { unauthorized } from "../errors.ts";
import { portalCtx } from "../portals/index.ts";
import { enter, enterAs, type Route } from "./api-route.ts";
import { toResponse } from "./door-answer.ts";
import { guardBody } from "./guard-body.ts";
import { asEntrance, enterLog, proveLogRight, type LogEntrance } from "./log-entry.ts";
import { answerLog, type LogDoor } from "./log-route.ts";
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
  /** What was asked for, where the address does not tell. */
  asked(query: object): void;
}

type Prove = () => Promise<unknown>;
type Handler<P> = (ctx: PortalCtx, asked: Asked<P>) => Promise<Download>;

/**
 * A door for files. A frame without cookies cannot send its session with a download, so the address may carry a
 * ticket for exactly this address instead; with `isOnce` it opens once only.
 */
export function downloadRoute<P = Record<string, never>>(
  { isOnce, ...door }: Pick<LogDoor, "method"> & { isOnce: boolean },
  handler: Handler<P>,
): Route<P> {
  return async (request, context) => {
    // Asks how large the file is: nothing leaves, and the link can still be opened.
    const isHead = request.method === "HEAD";
    const use = isHead ? "look" : isOnce ? "once" : "often";
    let prove: Prove | undefined;
    const answer = await answerLog(
      { ...door, kind: isHead ? "view" : "export", isFolded: false },
      {
        request,
        enter: async (sent, input) => {
          const byTicket = await enterByTicket(input, use);
          prove = byTicket?.prove ?? (async () => proveLogRight(sent, input));
          return byTicket?.entrance ?? enterLog(sent, input);
        },
        work: async (ctx, { url, asked }) => {
          const { requestId } = ctx;
          const own = new URLSearchParams(url.searchParams);
          for (const name of ["ticket", "portal"]) own.delete(name);
          const query = Object.fromEntries(own);
          const params = await context.params;
          const file = await handler(ctx, { request, query, params, asked });
          const headers = { ...file.headers, "cache-control": "no-store" };
          if (isHead) await file.body?.cancel();
          const bytes = isHead ? null : file.body;
          const body =
            bytes === null || prove === undefined ? null : guardBody(bytes, { requestId, prove });
          const answer = { status: file.status, headers, body };
          return { answer, rows: isHead ? 0 : rowsOf(file) };
        },
      },
    );
    return toResponse(answer);
  };
}

function rowsOf({ headers }: Download): number | null {
  const total = headers["x-total-count"];
  return total === undefined ? null : Number(total);
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
      const url = new URL(request.url);
      const { portal, sessionId } = await enter(request, { url, requestId, guests: "readers" });
      const { path } = await readJson(request, TicketRequest);
      const id = randomUUID();
      const content = { key: portal.key, sessionId, id, digest: digestOf(path) };
      const ticket = await sealFor("download", content);
      const link = `${path}${path.includes("?") ? "&" : "?"}ticket=${encodeURIComponent(ticket)}`;
      return Response.json({ url: link }, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      return toProblem(error, requestId);
    }
  };
}

/** Null without a ticket. */
async function enterByTicket(
  { url, requestId }: { url: URL; requestId: string },
  use: "once" | "often" | "look",
): Promise<{ entrance: LogEntrance; prove: Prove } | null> {
  const sealed = url.searchParams.get("ticket");
  if (sealed === null) return null;
  const ticket = await openSeal("download", sealed);
  const path = `${url.pathname}${url.search}`.replace(/[?&]ticket=[^&]*$/, "");
  if (ticket?.digest !== digestOf(path)) throw unauthorized("The download link is not valid.");
  const base = await requestCtx(requestId);
  const { key: portalKey, sessionId } = ticket;
  // The link may end while the file is taken: the session is what counts then.
  const prove = async () => {
    const found = await loadSession(base, { portalKey, sessionId });
    return enterAs(base, { found, guests: "readers", isReading: true });
  };
  const entered = await prove();
  if (use === "once") await useUp(portalCtx(base, entered.portal.id), ticket.id);
  return { entrance: asEntrance(entered), prove };
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
