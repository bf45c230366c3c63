import { measureExport, type ExportMeasure } from "../archive/index.ts";
import type { PortalCtx } from "../ctx.ts";
import { AppError, invalidInput } from "../errors.ts";
import { sheetFull } from "./format/xlsx.ts";
import { ownerOf, parseInput, toQuery } from "./internal.ts";
import { ExportRequest, type ExportInput } from "./schemas.ts";
import { EXPORT_LIMITS, type ExportPreview } from "./shared.ts";

/** What an export would hold at this moment. */
export async function previewExport(ctx: PortalCtx, input: ExportInput): Promise<ExportPreview> {
  ownerOf(ctx);
  const request = parseInput(ExportRequest, input);
  const { total, head } = await measure(ctx, request, ctx.now());
  return { total, headSeq: head.seq.toString() };
}

/** Counts, and refuses a query that would be applied in part only, or a result that the format cannot hold. */
export async function measure(
  ctx: PortalCtx,
  request: ExportRequest,
  now: Date,
): Promise<ExportMeasure> {
  const measured = await measureExport(ctx, toQuery(request, now));
  const [fault] = measured.query.faults;
  if (fault !== undefined) {
    throw invalidInput("The query has a mistake, so it is not known what to export.", [
      { at: "q", message: `${fault.reason} at ${fault.at.start}` },
    ]);
  }
  return measured;
}

export function assertFits({ format }: ExportRequest, total: number | null): void {
  if (format === "xlsx" && total !== null && total > EXPORT_LIMITS.sheet) throw sheetFull();
}

export function tooManyToStream(total: number | null): AppError {
  const limit = EXPORT_LIMITS.direct.toLocaleString("en");
  const count = total === null ? "More entries than can be counted in time" : `${total} entries`;
  return new AppError(
    "payload_too_large",
    `${count} meet the query; up to ${limit} are downloaded at once. Have a file prepared instead.`,
    { details: [{ at: "q", message: "too_many" }] },
  );
}
