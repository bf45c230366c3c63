import type { PortalCtx } from "../ctx.ts";
import { unavailable } from "../errors.ts";
import { log } from "../log.ts";
import { CONTENT_TYPES, EMPTY_FILE, openEncoder, type FileState } from "./format/encoder.ts";
import { fileNameOf, ownerOf, parseInput } from "./internal.ts";
import { readPages } from "./pages.ts";
import { assertFits, measure, tooManyToStream } from "./preview.ts";
import { ExportRequest, type ExportInput } from "./schemas.ts";
import { EXPORT_LIMITS } from "./shared.ts";

export interface Download {
  status: number;
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array> | null;
}

/** Writes an export into the answer, as fast as it is taken; it ends broken when it is not whole. */
export async function streamExport(ctx: PortalCtx, input: ExportInput): Promise<Download> {
  ownerOf(ctx);
  const request = parseInput(ExportRequest, input);
  const askedAt = ctx.now();
  const { total, head } = await measure(ctx, request, askedAt);
  assertFits(request, total);
  if (total === null || total > EXPORT_LIMITS.direct) throw tooManyToStream(total);
  const bytes = writeBytes(ctx, { request, askedAt, upTo: head.seq, total });
  return {
    status: 200,
    headers: {
      ...fileHeaders(request.format, fileNameOf(request, askedAt)),
      "x-total-count": String(total),
      "x-archive-seq": head.seq.toString(),
      "x-archive-hash": head.hash,
    },
    body: toStream(ctx, bytes),
  };
}

export function fileHeaders(
  format: ExportRequest["format"],
  fileName: string,
): Record<string, string> {
  return {
    "content-type": CONTENT_TYPES[format],
    "content-disposition": `attachment; filename="${fileName}"`,
    "x-content-type-options": "nosniff",
  };
}

interface WriteInput {
  request: ExportRequest;
  askedAt: Date;
  upTo: bigint;
  total: number;
}

async function* writeBytes(ctx: PortalCtx, input: WriteInput): AsyncGenerator<Buffer> {
  const { request, askedAt, upTo, total } = input;
  const encoder = openEncoder(request);
  let state: FileState = EMPTY_FILE;
  let bytes: Buffer;
  ({ bytes, state } = encoder.begin(state));
  yield bytes;
  for await (const { entries } of readPages(ctx, { request, askedAt, upTo, place: null })) {
    if (entries.length === 0) continue;
    ({ bytes, state } = encoder.add(state, entries));
    yield bytes;
  }
  if (state.written !== total) {
    const counts = `${state.written} of ${total} were written`;
    throw unavailable(`Entries were removed while the export was written: ${counts}.`);
  }
  ({ bytes } = encoder.end(state));
  if (bytes.length > 0) yield bytes;
}

/** Nothing is read ahead of what the other side takes, and nothing more once it is gone. */
export function toStream(
  ctx: PortalCtx,
  chunks: AsyncGenerator<Uint8Array>,
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const next = await tellFault(ctx, chunks.next());
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: async () => {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}

// The answer has begun: the other side sees only that it breaks off.
async function tellFault<T>({ requestId, portalId }: PortalCtx, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    log("error", "export.stream_failed", { requestId, portalId, error });
    throw error;
  }
}
