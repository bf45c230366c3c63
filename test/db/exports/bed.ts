import { createHash, randomBytes } from "node:crypto";
import { writeJob } from "../../../lib/exports/index.ts";
import type { PortalCtx } from "../../../lib/ctx.ts";
import { appendEntries } from "../../../lib/archive/index.ts";
import { makeEntry } from "../archive/keep/bed.ts";

export { makeArchive } from "../archive/keep/bed.ts";

/** Many entries of few moments, so that pages end between equal times. */
export async function appendMany(
  ctx: PortalCtx,
  input: { count: number; first?: number; isVaried?: boolean },
): Promise<void> {
  const { count, first = 1, isVaried = false } = input;
  for (let at = 0; at < count; at += 1_000) {
    const rows = Array.from({ length: Math.min(1_000, count - at) }, (_, place) => {
      const id = first + at + place;
      const time = new Date(Date.UTC(2026, 10, 1 + (id % 20), 10, 0, id % 5));
      const timestampX = time.toISOString().replace(".000Z", "+00:00");
      // Texts that no packer makes small, so that every page fills a piece of the file.
      const varied = { description: randomBytes(225).toString("base64") };
      return makeEntry(id, { timestampX, ...(isVaried ? varied : {}) });
    });
    await appendEntries(ctx, { epoch: 0, rows });
  }
}

/** Works the job as the queue does, slice after slice. */
export async function work(ctx: PortalCtx, exportId: string): Promise<void> {
  const payload = { portalId: String(ctx.portalId), exportId };
  const job = { id: "1", attempt: 1, signal: new AbortController().signal };
  for (;;) {
    await writeJob().handler(ctx, payload, job);
    const row = await ctx.db.exportJob.findUnique({ where: { id: exportId } });
    if (row === null || !["waiting", "running"].includes(row.state)) return;
  }
}

export async function readAll(body: ReadableStream<Uint8Array> | null): Promise<Buffer> {
  if (body === null) return Buffer.alloc(0);
  return Buffer.from(await new Response(body).arrayBuffer());
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function idsIn(csv: Buffer): string[] {
  const [, ...lines] = csv.toString("utf8").trimEnd().split("\r\n");
  return lines.map((line) => line.split(",")[0] ?? "");
}

export const headers = new Headers();
