import type { Asked } from "./find-matches.ts";
import type { TimeRange } from "./range.ts";

interface LinkInput {
  portal: { origin: string; appCode: string | null; appNumber: number | null };
  /** The one entry found, when it is only one. */
  entryId: string | null;
  range: TimeRange;
  q: Asked["q"];
}

// The portal's frame and our door hand over short texts only.
const MAX_QUERY = 500;

/** An address on the portal that opens the one entry found, or the log as it was searched. */
export function toLink(input: LinkInput): string {
  const { origin, appCode, appNumber } = input.portal;
  if (appCode === null) return appNumber === null ? "" : `${origin}/marketplace/app/${appNumber}/`;
  const query = toParams(input)
    .map(([key, value]) => `params[${key}]=${encodeURIComponent(value)}`)
    .join("&");
  return `${origin}/marketplace/view/${encodeURIComponent(appCode)}/?${query}`;
}

function toParams({ entryId, range, q }: LinkInput): [string, string][] {
  const version: [string, string] = ["v", "1"];
  if (entryId !== null) return [version, ["e", entryId]];
  const params: [string, string][] = [
    ["q", q.length > MAX_QUERY ? "" : q],
    ["from", range.from === null ? "" : range.from.toISOString()],
    ["to", range.to.toISOString()],
  ];
  return [version, ...params.filter(([, value]) => value !== "")];
}
