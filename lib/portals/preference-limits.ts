export const DENSITIES = ["normal", "relaxed", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

export const MIN_COLUMN_PX = 56;
export const MAX_COLUMN_PX = 1_600;
export const MAX_COLUMNS = 40;
export const MAX_PINNED = 4;

/** A column of ours, or a path into the description such as `json.request.id`. */
export const COLUMN_ID = /^(?:[a-z]{1,30}|json(?:\.[^.,\s\p{Cc}\p{Cs}]{1,80}){1,8})$/iu;
export const MAX_COLUMN_ID = 200;

export function isColumnId(text: string): boolean {
  return text.length <= MAX_COLUMN_ID && COLUMN_ID.test(text);
}
