import { z } from "zod";

import {
  DENSITIES,
  isColumnId,
  MAX_COLUMN_ID,
  MAX_COLUMN_PX,
  MAX_COLUMNS,
  MAX_PINNED,
  MIN_COLUMN_PX,
} from "./preference-limits.ts";

const ColumnId = z.string().max(MAX_COLUMN_ID).refine(isColumnId, "No column has such a name.");

/** How a person has laid out a table; what is left out is as it comes. */
export const ColumnSetup = z.strictObject({
  /** Columns shown, from left to right; null: the usual ones, as many as fit. */
  shown: z.array(ColumnId).min(1).max(MAX_COLUMNS).nullable().default(null),
  widths: z
    .record(ColumnId, z.int().min(MIN_COLUMN_PX).max(MAX_COLUMN_PX))
    .refine((widths) => Object.keys(widths).length <= MAX_COLUMNS, "These are too many widths.")
    .default({}),
  /** So many columns stay in view while the others are scrolled. */
  pinned: z.int().min(0).max(MAX_PINNED).default(0),
});
export type ColumnSetup = z.output<typeof ColumnSetup>;

export const LogView = z.strictObject({
  density: z.enum(DENSITIES).default("normal"),
  isWrapped: z.boolean().default(false),
});
export type LogView = z.output<typeof LogView>;

export const SavePreferenceInput = z.discriminatedUnion("key", [
  z.strictObject({ key: z.literal("log.columns"), value: ColumnSetup }),
  z.strictObject({ key: z.literal("runs.columns"), value: ColumnSetup }),
  z.strictObject({ key: z.literal("events.columns"), value: ColumnSetup }),
  z.strictObject({ key: z.literal("calls.columns"), value: ColumnSetup }),
  z.strictObject({ key: z.literal("readings.columns"), value: ColumnSetup }),
  z.strictObject({ key: z.literal("log.view"), value: LogView }),
]);
export type SavePreferenceInput = z.output<typeof SavePreferenceInput>;

export type ColumnsKey = Exclude<SavePreferenceInput["key"], "log.view">;

/** What a person has set, by key; a key that is not there was never changed. */
export type PreferencesView = Partial<Record<ColumnsKey, ColumnSetup>> & { "log.view"?: LogView };
