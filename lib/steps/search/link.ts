import type { TimeRange } from "./range.ts";
import type { SearchProperties } from "./properties.ts";

interface LinkInput {
  portal: { origin: string; appCode: string | null; appNumber: number | null };
  /** The one entry found, when it is only one. */
  entryId: string | null;
  range: TimeRange;
  properties: Pick<SearchProperties, "eventTypes" | "userIds">;
}

/** An address on the portal that opens the one entry found, or the log at the range searched. */
export function toLink(input: LinkInput): string {
  const { origin, appCode, appNumber } = input.portal;
  if (appCode === null) return appNumber === null ? "" : `${origin}/marketplace/app/${appNumber}/`;
  const query = toParams(input)
    .map(([key, value]) => `params[${key}]=${encodeURIComponent(value)}`)
    .join("&");
  return `${origin}/marketplace/view/${encodeURIComponent(appCode)}/?${query}`;
}

function toParams({ entryId, range, properties }: LinkInput): [string, string][] {
  const version: [string, string] = ["v", "1"];
  if (entryId !== null) return [version, ["e", entryId]];
  const { eventTypes, userIds } = properties;
  const params: [string, string][] = [
    ["from", range.from === null ? "" : range.from.toISOString()],
    ["to", range.to.toISOString()],
    ["type", eventTypes.join(",")],
    // The page filters by one user; for several it shows the range of all.
    ["user", userIds.length === 1 ? String(userIds[0]) : ""],
  ];
  return [version, ...params.filter(([, value]) => value !== "")];
}
