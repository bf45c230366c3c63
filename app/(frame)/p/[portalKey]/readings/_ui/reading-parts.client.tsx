"use client";

import { Download, Eye, KeyRound, Search } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ReadingKind, ReadingView } from "../../../../../../lib/access/shared.ts";
import { Badge } from "../../../../../_ui/controls/badge.tsx";
import cells from "../../../../../_ui/table/cells.module.css";

const SIGNS = { view: Eye, search: Search, export: Download, api: KeyRound } satisfies Record<
  ReadingKind,
  unknown
>;

export function KindBadge({ kind }: { kind: ReadingKind }) {
  const t = useTranslations("readings.kind");
  const Sign = SIGNS[kind];
  return (
    <Badge tone={kind === "export" ? "info" : "quiet"} icon={<Sign size={14} aria-hidden="true" />}>
      {t(kind)}
    </Badge>
  );
}

export function WhoCell({ reading }: { reading: ReadingView }) {
  const t = useTranslations("readings");
  const { who } = reading;
  return (
    <span className={cells.two}>
      <span className={cells.clip}>{who.name}</span>
      <span className={cells.small}>{who.kind === "token" ? t("token") : `#${who.id}`}</span>
    </span>
  );
}

/** What was read, and the question behind it. */
export function QueryCell({ reading }: { reading: ReadingView }) {
  const t = useTranslations("readings");
  const method = useMethodName();
  const times = reading.times > 1 ? ` · ${t("times", { count: reading.times })}` : "";
  return (
    <span className={cells.two}>
      <span className={cells.clip}>
        {method(reading.method)}
        {times}
      </span>
      <code className={cells.small}>{queryText(reading.query) || t("everything")}</code>
    </span>
  );
}

const METHOD_TEXTS = {
  entries: "entries",
  "entries.get": "entriesGet",
  "entries.context": "entriesContext",
  "entries.count": "entriesCount",
  histogram: "histogram",
  heatmap: "heatmap",
  facets: "facets",
  coverage: "coverage",
  live: "live",
  verify: "verify",
  "exports.create": "exportsCreate",
  "exports.stream": "exportsStream",
  "exports.file": "exportsFile",
  "exports.manifest": "exportsManifest",
  "exports.preview": "exportsPreview",
} as const;

/** Name of a door; a method without words of its own is called by its code. */
export function useMethodName(): (method: string) => string {
  const t = useTranslations("readings.method");
  return (method) =>
    method in METHOD_TEXTS ? t(METHOD_TEXTS[method as keyof typeof METHOD_TEXTS]) : method;
}

/** The query first, what narrows it after. */
export function queryText(query: unknown): string {
  if (typeof query !== "object" || query === null) return typeof query === "string" ? query : "";
  const { q, ...rest } = query as Record<string, unknown>;
  const parts = Object.entries(rest)
    .filter(([name, value]) => name !== "tz" && value !== "" && value !== null)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [...(typeof q === "string" && q !== "" ? [q] : []), ...parts].join("  ");
}
