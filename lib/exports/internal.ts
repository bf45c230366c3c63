import type { z } from "zod";
import type { ExportJob } from "../../prisma/generated/client.ts";
import type { ExportQuery } from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { conflict, forbidden, invalidInput, notFound } from "../errors.ts";
import { logOnce } from "../log.ts";
import { ExportId, ExportRequest } from "./schemas.ts";
import type { ExportReason, ExportState, ExportView } from "./shared.ts";

export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, 20).map((fault) => ({
    at: fault.path.join("."),
    message: fault.message,
  }));
  const [first] = details;
  throw invalidInput(`${first?.at ?? "input"}: ${first?.message ?? "is not valid"}`, details);
}

export interface Owner {
  /** 0 for a token. */
  userId: number;
  tokenId: string | null;
}

/** Exports are a person's or a token's own: not even another administrator gets them. */
export function ownerOf({ actor }: PortalCtx): Owner {
  if (actor.kind === "user") return { userId: actor.userId, tokenId: null };
  if (actor.kind === "token") return { userId: 0, tokenId: actor.tokenId };
  throw forbidden("Exports belong to people and API tokens.");
}

/** The viewer's own export; any other is not there. */
export async function getOwnJob(ctx: PortalCtx, id: string): Promise<ExportJob> {
  const owner = ownerOf(ctx);
  const isId = ExportId.safeParse(id).success;
  const job = isId
    ? await ctx.db.exportJob.findFirst({ where: { id, portalId: ctx.portalId, ...owner } })
    : null;
  if (job === null || job.expiresAt <= ctx.now()) throw notFound("export", id.slice(0, 40));
  return job;
}

/** Null when another version stored it in a way that this one does not know. */
export function readRequest(job: ExportJob): ExportRequest | null {
  const read = ExportRequest.safeParse(job.request);
  if (read.success) return read.data;
  logOnce("error", "export.unreadable", { id: job.id, portalId: job.portalId, error: read.error });
  return null;
}

export function requestOf(job: ExportJob): ExportRequest {
  const request = readRequest(job);
  if (request === null) throw conflict("This version does not know how to read the export.");
  return request;
}

export function toQuery(request: ExportRequest, now: Date): ExportQuery {
  const { q, from, to, tz: zone, ids, order } = request;
  return { q, from, to, zone, ids, order, now };
}

export function toExportView(job: ExportJob): ExportView {
  const { id, state, reason, total, written, fileBytes, sha256 } = job;
  const request = requestOf(job);
  return {
    id,
    state: state as ExportState,
    reason: reason as ExportReason | null,
    format: request.format,
    fileName: fileNameOf(request, job.askedAt),
    q: request.q ?? "",
    from: request.from ?? null,
    to: request.to ?? null,
    timeZone: request.tz,
    total: total === null ? null : Number(total),
    written: Number(written),
    percent: percentOf(job),
    fileBytes: Number(fileBytes),
    sha256: sha256 === null ? null : Buffer.from(sha256).toString("hex"),
    createdAt: job.createdAt.toISOString(),
    finishedAt: job.finishedAt?.toISOString() ?? null,
    expiresAt: job.expiresAt.toISOString(),
  };
}

function percentOf({ state, total, written }: ExportJob): number | null {
  if (state === "ready") return 100;
  if (total === null) return null;
  return total === 0n ? 0 : Math.min(99, Number((written * 100n) / total));
}

export function fileNameOf({ format }: Pick<ExportRequest, "format">, at: Date): string {
  const stamp = at.toISOString().slice(0, 19).replaceAll(":", "-").replace("T", "-");
  return `bitrix24-log-${stamp}.${format}`;
}
