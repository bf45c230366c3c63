/**
 * Small letters exactly as `lower()` of PostgreSQL makes them in a UTF-8 locale: each character by
 * itself, so a final sigma stays an inner one and a dotted capital I becomes a plain i.
 */
export function fold(text: string): string {
  return storable(text).replaceAll("\u0130", "i").replaceAll("\u03a3", "\u03c3").toLowerCase();
}

/** Whether the database can hold the text as it is; in a jsonb it refuses what `storable` replaces. */
export function isStorable(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** The text as the database can hold it: no zero character and no half of a character. */
export function storable(text: string): string {
  return text.replaceAll("\0", "\ufffd").toWellFormed();
}
