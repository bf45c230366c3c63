import { createHash } from "node:crypto";
import type { ExportJob } from "../../prisma/generated/client.ts";
import type { ExportPage } from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { withTx } from "../db/index.ts";
import { AppError } from "../errors.ts";
import { fault } from "../fault.ts";
import { openEncoder, type Encoded, type Encoder, type FileState } from "./format/encoder.ts";
import { requestOf } from "./internal.ts";
import { readPages } from "./pages.ts";
import { readParts } from "./parts.ts";
import { EXPORT_LIMITS } from "./shared.ts";

const PART_BYTES = 1_048_576;

interface SliceInput {
  id: string;
  signal: AbortSignal;
  sliceMs: number;
}

/** True when there is nothing more to write: the file is ready, or nobody wants it any more. */
export async function writeSlice(ctx: PortalCtx, input: SliceInput): Promise<boolean> {
  const where = { id: input.id, portalId: ctx.portalId, state: { in: ["waiting", "running"] } };
  await ctx.db.exportJob.updateMany({ where, data: { state: "running" } });
  const job = await ctx.db.exportJob.findFirst({ where });
  if (job === null) return true;
  const file = openFile(ctx, job);
  const until = performance.now() + input.sliceMs;
  const { askedAt, headSeq: upTo } = job;
  for await (const page of readPages(ctx, {
    ...{ request: file.request, askedAt, upTo, place: placeOf(job) },
  })) {
    file.add(page);
    if (page.isEnd) return file.finish();
    const isOver = performance.now() >= until || input.signal.aborted;
    if ((isOver || file.size() >= PART_BYTES) && !(await file.keep(page.place))) return true;
    if (isOver) return false;
  }
  return true;
}

function placeOf({ placeAt, placeSeq }: ExportJob): ExportPage["place"] | null {
  return placeAt === null ? null : { at: placeAt, seq: placeSeq };
}

/** What was written since the last piece, until it is kept together with the place it reaches. */
function openFile(ctx: PortalCtx, job: ExportJob) {
  const request = requestOf(job);
  const encoder: Encoder = openEncoder(request);
  let state = stateOf(job);
  let parts = job.parts;
  let waiting: Buffer[] = [];
  const take = (encoded: Encoded): void => {
    waiting.push(encoded.bytes);
    ({ state } = encoded);
    if (state.bytes > EXPORT_LIMITS.file) {
      throw new AppError("payload_too_large", "The file is larger than what is kept.");
    }
  };
  if (job.parts === 0) take(encoder.begin(state));
  const keep = async (data: KeptData): Promise<boolean> => {
    const piece = { number: parts, bytes: Buffer.concat(waiting) };
    const isKept = await keepPart(ctx, { id: job.id, piece, state, data });
    parts += 1;
    waiting = [];
    fault("after-export-part");
    return isKept;
  };
  return {
    request,
    add: ({ entries }: ExportPage) => {
      if (entries.length > 0) take(encoder.add(state, entries));
    },
    size: () => waiting.reduce((sum, { length }) => sum + length, 0),
    keep: async ({ at, seq }: ExportPage["place"]) => keep({ placeAt: at, placeSeq: seq }),
    finish: async (): Promise<true> => {
      take(encoder.end(state));
      const hash = createHash("sha256");
      for await (const part of readParts(ctx, { id: job.id })) hash.update(part);
      for (const bytes of waiting) hash.update(bytes);
      await keep({ state: "ready", sha256: hash.digest(), finishedAt: ctx.now() });
      return true;
    },
  };
}

function stateOf(job: ExportJob): FileState {
  return {
    written: Number(job.written),
    bytes: Number(job.fileBytes),
    crc: Number(job.crc),
    plainBytes: Number(job.plainBytes),
    cutTexts: job.cutTexts,
  };
}

type KeptData =
  | { placeAt: Date; placeSeq: bigint | null }
  | { state: "ready"; sha256: Uint8Array<ArrayBuffer>; finishedAt: Date };

interface KeepInput {
  id: string;
  piece: { number: number; bytes: Buffer<ArrayBuffer> };
  state: FileState;
  data: KeptData;
}

/** Piece and place are kept together or not at all; false when somebody else went on, or it was cancelled. */
async function keepPart(ctx: PortalCtx, input: KeepInput): Promise<boolean> {
  const { id, piece, state, data } = input;
  const { number, bytes } = piece;
  return withTx(ctx.db, async (tx) => {
    const { count } = await tx.exportJob.updateMany({
      where: { id, portalId: ctx.portalId, state: "running", parts: number },
      data: {
        parts: number + 1,
        written: state.written,
        fileBytes: state.bytes,
        crc: state.crc,
        plainBytes: state.plainBytes,
        cutTexts: state.cutTexts,
        ...data,
      },
    });
    if (count === 0) return false;
    const startByte = state.bytes - bytes.length;
    await tx.exportChunk.create({
      data: { exportId: id, portalId: ctx.portalId, number, startByte, bytes },
    });
    return true;
  });
}
