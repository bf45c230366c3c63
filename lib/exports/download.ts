import type { ExportJob } from "../../prisma/generated/client.ts";
import type { PortalCtx } from "../ctx.ts";
import { conflict } from "../errors.ts";
import { fileNameOf, getOwnJob, requestOf } from "./internal.ts";
import { readParts } from "./parts.ts";
import { fileHeaders, toStream, type Download } from "./stream.ts";

interface DownloadInput {
  id: string;
  headers: { get(name: string): string | null };
}

/** A ready file, or the rest of one whose download broke off. */
export async function downloadExport(ctx: PortalCtx, input: DownloadInput): Promise<Download> {
  const job = await getOwnJob(ctx, input.id);
  if (job.state !== "ready") throw conflict("The file is not ready.");
  const request = requestOf(job);
  const size = Number(job.fileBytes);
  const etag = `"${Buffer.from(job.sha256 ?? []).toString("hex")}"`;
  const headers = {
    ...fileHeaders(request.format, fileNameOf(request, job.askedAt)),
    "accept-ranges": "bytes",
    "x-total-count": job.written.toString(),
    etag,
  };
  const range = rangeOf(input.headers, { size, etag });
  if (range === null) {
    return whole(ctx, job, { ...headers, "content-length": String(size) });
  }
  if (range === "unfit") {
    return { status: 416, headers: { "content-range": `bytes */${size}` }, body: null };
  }
  const { from, to } = range;
  return {
    status: 206,
    headers: {
      ...headers,
      "content-length": String(to - from + 1),
      "content-range": `bytes ${from}-${to}/${size}`,
    },
    body: toStream(ctx, upTo(readParts(ctx, { id: job.id, from }), to - from + 1)),
  };
}

function whole(ctx: PortalCtx, { id }: ExportJob, headers: Record<string, string>): Download {
  return { status: 200, headers, body: toStream(ctx, readParts(ctx, { id })) };
}

/** One part of the file; several at once, and anything unreadable, give the whole of it. */
function rangeOf(
  headers: DownloadInput["headers"],
  { size, etag }: { size: number; etag: string },
): { from: number; to: number } | "unfit" | null {
  const ifRange = headers.get("if-range");
  if (ifRange !== null && ifRange !== etag) return null;
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.get("range")?.trim() ?? "");
  const [first = "", last = ""] = match?.slice(1) ?? [];
  if (first === "" && last === "") return null;
  const from = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return from > to ? "unfit" : { from, to };
}

async function* upTo(
  chunks: AsyncGenerator<Uint8Array>,
  bytes: number,
): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks) {
    yield chunk.length > left ? chunk.subarray(0, left) : chunk;
    left -= chunk.length;
    if (left <= 0) return;
  }
}
