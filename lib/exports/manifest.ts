import type { PortalCtx } from "../ctx.ts";
import { conflict } from "../errors.ts";
import { getPortal } from "../portals/index.ts";
import { fileNameOf, getOwnJob, requestOf } from "./internal.ts";
import { queryWords } from "./query-words.ts";
import type { Download } from "./stream.ts";

/** What proves a file: what was asked for, by whom, when, how much came of it, and the sum of its bytes. */
export async function downloadManifest(ctx: PortalCtx, input: { id: string }): Promise<Download> {
  const job = await getOwnJob(ctx, input.id);
  if (job.state !== "ready") throw conflict("The file is not ready.");
  const request = requestOf(job);
  const portal = await getPortal(ctx);
  const fileName = fileNameOf(request, job.askedAt);
  const manifest = {
    product: "Logbook for Bitrix24",
    version: 1,
    portal: portal.origin,
    file: { name: fileName, bytes: Number(job.fileBytes), sha256: hex(job.sha256) },
    query: {
      text: request.q ?? "",
      words: queryWords(request.q ?? "", request.lang),
      ...(request.ids === undefined ? {} : { entries: request.ids }),
      from: request.from ?? null,
      to: request.to ?? null,
      askedAt: job.askedAt.toISOString(),
    },
    timeZone: request.tz,
    order: request.order,
    columns: request.columns,
    entries: {
      atStart: job.total === null ? null : Number(job.total),
      written: Number(job.written),
      cutTexts: job.cutTexts,
    },
    archive: { seq: job.headSeq.toString(), hash: hex(job.headHash) },
    exportedBy: {
      ...(job.tokenId === null ? { id: job.userId } : { token: job.tokenId }),
      name: job.userName,
    },
    finishedAt: job.finishedAt?.toISOString() ?? null,
  };
  const body = new Blob([`${JSON.stringify(manifest, null, 2)}\n`]).stream();
  return {
    status: 200,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}.manifest.json"`,
      "x-content-type-options": "nosniff",
    },
    body,
  };
}

function hex(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString("hex");
}
