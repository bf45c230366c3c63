import { z } from "zod";
import {
  AfterInput,
  ContextInput,
  CountInput,
  ENTRY_FIELD_NAMES,
  FacetInput,
  HistogramInput,
  ListEntriesInput,
  SearchInput,
} from "../archive/index.ts";
import { ListEventsInput } from "../events/index.ts";
import { ExportRequest, IdempotencyKey } from "../exports/index.ts";
import { EntryCount, EventLogAnswer, Nothing, OpenApi, RpcBody } from "./answers.ts";
import type { Door } from "./door.ts";
import * as log from "./log-answers.ts";
import { OneRun, RpcAnswers, RunPage } from "./run-answers.ts";

const tz = SearchInput.shape.zone.meta({ description: "Time zone: IANA name." });
const fields = z
  .string()
  .optional()
  .meta({ description: `With commas, out of ${ENTRY_FIELD_NAMES.join(", ")}.` });
const source = z
  .literal("portal")
  .optional()
  .meta({ description: "Reads from the portal itself; people only." });
const range = CountInput.omit({ zone: true, effortMs: true }).extend({ tz });

const LOG: Omit<Door, "who">[] = [
  {
    ...{ method: "get", path: "/api/v1/entries", summary: "A page of entries" },
    query: SearchInput.omit({ zone: true, effortMs: true }).extend({
      ...{ tz, fields, source },
      before: ListEntriesInput.shape.before,
      after: ListEntriesInput.shape.after,
    }),
    answer: log.EntryPage,
  },
  {
    ...{ method: "get", path: "/api/v1/entries/count", summary: "The number of entries" },
    ...{ query: range, answer: EntryCount },
  },
  {
    ...{ method: "get", path: "/api/v1/entries/{id}", summary: "One entry" },
    ...{ query: z.object({ fields, source }), answer: log.EntryDetail },
  },
  {
    ...{ method: "get", path: "/api/v1/entries/{id}/context", summary: "What was around an entry" },
    query: ContextInput.omit({ id: true, zone: true }).extend({ tz }),
    answer: log.Context,
  },
  {
    ...{ method: "get", path: "/api/v1/live", summary: "What was stored behind an entry" },
    query: AfterInput.omit({ zone: true, effortMs: true }).extend({ tz }),
    answer: log.EntriesAfter,
  },
  {
    ...{ method: "get", path: "/api/v1/stream", summary: "Entries as they are stored" },
    query: z.object({
      after: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
    }),
    headers: z.object({ "Last-Event-ID": z.string().optional() }),
    type: "text/event-stream",
  },
  {
    ...{ method: "get", path: "/api/v1/facets", summary: "Values of fields with their numbers" },
    query: FacetInput.omit({ zone: true, effortMs: true, fields: true }).extend({
      tz,
      fields: z.string().meta({ description: "With commas." }),
    }),
    answer: log.Facets,
  },
  {
    ...{ method: "get", path: "/api/v1/histogram", summary: "Entries over time" },
    query: HistogramInput.omit({ zone: true, effortMs: true, maxBars: true }).extend({
      tz,
      bars: HistogramInput.shape.maxBars,
    }),
    answer: log.Histogram,
  },
  {
    ...{ method: "get", path: "/api/v1/heatmap", summary: "Entries by weekday and hour" },
    ...{ query: range, answer: log.HeatMap },
  },
  {
    method: "get",
    path: "/api/v1/coverage",
    summary: "What of the log the archive has",
    answer: log.Coverage,
  },
  {
    method: "get",
    path: "/api/v1/verify",
    summary: "The last check of the chain",
    answer: log.Evidence,
  },
  {
    method: "get",
    path: "/api/v1/exports",
    summary: "Files that were asked for",
    answer: log.ExportList,
  },
  {
    ...{ method: "post", path: "/api/v1/exports", summary: "Has a file prepared" },
    ...{ headers: z.object({ "Idempotency-Key": IdempotencyKey }), body: ExportRequest },
    answer: log.ExportFile,
  },
  {
    ...{ method: "post", path: "/api/v1/exports/preview", summary: "What a file would hold" },
    ...{ body: ExportRequest, answer: log.ExportPreview },
  },
  {
    ...{
      method: "get",
      path: "/api/v1/exports/stream",
      summary: "A file, written while it is read",
    },
    ...{ query: ExportRequest, type: "application/octet-stream" },
  },
  {
    method: "get",
    path: "/api/v1/exports/{id}",
    summary: "State of a file",
    answer: log.ExportFile,
  },
  { method: "delete", path: "/api/v1/exports/{id}", summary: "Deletes a file", answer: Nothing },
  {
    method: "post",
    path: "/api/v1/exports/{id}/cancel",
    summary: "Ends the preparing of a file",
    answer: log.ExportFile,
  },
  {
    ...{ method: "get", path: "/api/v1/exports/{id}/file", summary: "The file" },
    type: "application/octet-stream",
  },
  {
    method: "get",
    path: "/api/v1/exports/{id}/manifest",
    summary: "What the file proves",
    answer: log.Manifest,
  },
  ...["/api/jsonrpc", "/api_jsonrpc.php"].map((path) => ({
    ...{ method: "post" as const, path, summary: "auditlog.get as in Zabbix, by JSON-RPC 2.0" },
    ...{ body: z.union([RpcBody, z.array(RpcBody)]), answer: RpcAnswers },
  })),
];

const RUNS: Omit<Door, "who">[] = [
  { method: "get", path: "/api/v1/runs", summary: "Runs of process steps", answer: RunPage },
  { method: "get", path: "/api/v1/runs/{id}", summary: "One run", answer: OneRun },
];

const EVENTS: Omit<Door, "who">[] = [
  {
    ...{ method: "get", path: "/api/v1/events/logs", summary: "The processing log" },
    ...{ query: ListEventsInput, answer: EventLogAnswer },
  },
  {
    ...{ method: "get", path: "/api/v1/events/logs/{id}", summary: "One record of it" },
    answer: EventLogAnswer,
  },
];

const OPEN: Omit<Door, "who">[] = [
  { method: "get", path: "/api/v1/openapi.json", summary: "This description", answer: OpenApi },
];

export const TOKEN_DOORS: Door[] = [
  ...LOG.map((door): Door => ({ ...door, who: "log:read" })),
  ...RUNS.map((door): Door => ({ ...door, who: "runs:read" })),
  ...EVENTS.map((door): Door => ({ ...door, who: "events:read" })),
  ...OPEN.map((door): Door => ({ ...door, who: "everybody" })),
];
