import { z } from "zod";
import { SEVERITY_GROUPS } from "../archive/shared.ts";
import { EXPORT_FORMATS } from "../exports/shared.ts";
import { Entry } from "./answers.ts";

const text = z.string();
const count = z.int().min(0);
const moment = text.meta({ format: "date-time" });
const tookMs = count.meta({ description: "In milliseconds." });
const isExact = z
  .boolean()
  .meta({ description: "False when time was over before all was counted." });
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable();
const cursor = orNull(text).meta({ description: "Null where there is nothing more." });

const User = z
  .object({
    ...{ id: z.int(), name: text, photoUrl: orNull(text), isActive: z.boolean() },
    isKnown: z.boolean().meta({ description: "False when nothing is known of this user." }),
  })
  .meta({ id: "User" });
const users = z.record(text, User).meta({ description: "Those whom the entries name, by number." });

const Query = z
  .object({
    printed: text.meta({ description: "The query as it was understood." }),
    faults: z.array(
      z.object({
        at: z.object({ start: count, end: count }),
        reason: text,
        suggestion: text.optional(),
      }),
    ),
  })
  .meta({ id: "Query", description: "What was searched for, and what of it was not understood." });

export const Coverage = z
  .object({
    state: z.enum(["new", "filling", "following", "refused"]),
    reason: orNull(text).meta({ description: "Code of what keeps the log from being read." }),
    readAt: orNull(moment),
    isWatched: z.boolean(),
    loadedFrom: orNull(moment).meta({
      description: "Since then nothing is missing but what was removed.",
    }),
    percent: z.number(),
    spans: z.array(
      z.object({
        state: z.enum(["loaded", "pending", "lost", "before"]),
        ...{ from: orNull(moment), to: moment },
      }),
    ),
    removed: z
      .array(z.object({ from: moment, to: moment, months: z.number(), isWhole: z.boolean() }))
      .meta({
        description:
          "Where entries were removed at the end of the time they were kept (months, at most); all of them, or some.",
      }),
    restarts: z.array(moment),
  })
  .meta({ id: "Coverage" });

const tail = z.enum(["fresh", "late", "failed"]);
const lastSeq = text.meta({ description: "All entries up to this number were there." });

export const EntryPage = z
  .object({
    items: z.array(Entry),
    users,
    older: cursor,
    newer: cursor,
    lastSeq,
    query: Query,
    searchedTo: orNull(moment).meta({
      description: "Set when time was over: all was looked at up to this moment.",
    }),
    ...{ tookMs, coverage: Coverage, tail: orNull(tail) },
    loading: z.enum(["none", "loaded", "late", "failed"]),
  })
  .meta({ id: "EntryPage" });

export const EntriesAfter = z
  .object({
    ...{ items: z.array(Entry), users, lastSeq, hasMore: z.boolean(), query: Query },
    ...{ coverage: Coverage, tail },
  })
  .meta({ id: "EntriesAfter" });

export const EntryDetail = z
  .object({ entry: Entry, users, portalOrigin: text })
  .meta({ id: "EntryDetail" });

const Side = z
  .object({ items: z.array(Entry), cursor, searchedTo: orNull(moment) })
  .meta({ id: "ContextSide" });

export const Context = z
  .object({
    ...{ state: z.literal("found"), anchor: Entry, hasRequest: z.boolean() },
    ...{ older: Side, newer: Side, users, query: Query },
  })
  .meta({ id: "EntryContext" });

export const Facets = z
  .object({
    facets: z.array(
      z.object({
        field: text,
        values: z.array(z.object({ value: text, label: orNull(text), count })),
        distinct: count,
        isExact,
      }),
    ),
    tookMs,
  })
  .meta({ id: "Facets" });

export const Histogram = z
  .object({
    width: orNull(text).meta({ description: "Of a bar, for instance 1h." }),
    bars: z.array(
      z.object({ from: moment, to: moment, counts: z.record(z.enum(SEVERITY_GROUPS), count) }),
    ),
    ...{ total: count, isExact, countedTo: orNull(moment), tookMs },
  })
  .meta({ id: "Histogram" });

export const HeatMap = z
  .object({
    ...{ from: orNull(moment), to: orNull(moment) },
    days: z.array(z.array(count)).meta({ description: "Monday to Sunday, each with 24 hours." }),
    ...{ total: count, isExact, tookMs },
  })
  .meta({ id: "HeatMap" });

export const Evidence = z
  .object({
    check: orNull(
      z.object({
        state: z.enum(["running", "ok", "broken", "failed"]),
        ...{ fromSeq: text, toSeq: text, seq: text, percent: z.number() },
        ...{ checked: count, removed: count, brokenAt: orNull(text), fault: orNull(text) },
        ...{ reason: orNull(text), startedBy: orNull(z.int()), startedByName: orNull(text) },
        ...{ startedAt: moment, finishedAt: orNull(moment) },
      }),
    ),
    head: z.object({ seq: text, hash: text }).meta({ description: "The end of the chain." }),
  })
  .meta({ id: "Evidence" });

export const ExportFile = z
  .object({
    ...{ id: text, state: z.enum(["waiting", "running", "ready", "failed", "cancelled"]) },
    ...{ reason: orNull(text), format: z.enum(EXPORT_FORMATS), fileName: text, q: text },
    ...{ from: orNull(text), to: orNull(text), timeZone: text, total: orNull(count) },
    ...{ written: count, percent: orNull(z.number()), fileBytes: count, sha256: orNull(text) },
    ...{ createdAt: moment, finishedAt: orNull(moment), expiresAt: moment },
  })
  .meta({ id: "ExportFile" });

export const ExportList = z.object({ items: z.array(ExportFile) }).meta({ id: "ExportList" });
export const ExportPreview = z
  .object({ total: orNull(count), headSeq: text })
  .meta({ id: "ExportPreview" });

export const Manifest = z
  .object({
    ...{ product: text, version: z.int(), portal: text },
    file: z.object({ name: text, bytes: count, sha256: orNull(text) }),
    query: z.object({
      ...{ text, words: text, entries: z.array(text).optional() },
      ...{ from: orNull(text), to: orNull(text), askedAt: moment },
    }),
    ...{ timeZone: text, order: text, columns: z.array(text) },
    entries: z.object({ atStart: orNull(count), written: count, cutTexts: count }),
    archive: z.object({ seq: text, hash: orNull(text) }),
    exportedBy: z.object({ id: z.int().optional(), token: text.optional(), name: text }),
    finishedAt: orNull(moment),
  })
  .meta({ id: "Manifest" });
