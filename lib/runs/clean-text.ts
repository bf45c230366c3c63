export const MAX_LINE_CHARS = 1_000;

/** Text that PostgreSQL can store: it knows neither NUL nor half a surrogate pair. */
export function cleanText(text: string): string {
  return text.replaceAll("\0", "").toWellFormed();
}

/** The same for every string of a JSON value, keys included. */
export function cleanJson(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(cleanJson);
  if (value === null || typeof value !== "object") return value;
  const pairs = Object.entries(value).map(([key, item]) => [cleanText(key), cleanJson(item)]);
  return Object.fromEntries(pairs) as Record<string, unknown>;
}

/** A message the portal takes: not empty in PHP's sense ("0" is), at most 1,000 characters, no half character. */
export function toLine(message: string): string {
  const line = cutText(cleanText(message).trim(), MAX_LINE_CHARS);
  if (line === "") return "…";
  return line === "0" ? "0." : line;
}

function cutText(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
