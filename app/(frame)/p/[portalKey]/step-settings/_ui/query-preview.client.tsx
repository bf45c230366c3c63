"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import type { EntryCount } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { countPath } from "../../log/_ui/entry-query.ts";
import { useSettled } from "./use-step-check.ts";
import styles from "./step-settings.module.css";

/** How many entries of the last days a query fits; only for people who may read the log. */
export function QueryPreview({ query }: { query: string }) {
  const t = useTranslations("stepSettings.preview");
  const api = useApi();
  const { timeZone } = useZone();
  const q = useSettled(query.trim());
  const filter = { q, from: "now-7d", to: null, tz: null, sort: "desc" as const };
  const { data, error } = useQuery({
    queryKey: ["step-preview", q, timeZone],
    queryFn: ({ signal }) => api.request<EntryCount>(countPath({ filter, timeZone }), { signal }),
    enabled: q === query.trim(),
    retry: false,
  });
  return (
    <p className={styles.preview} role="status">
      {error !== null
        ? t("failed")
        : data === undefined
          ? t("counting")
          : t(data.isExact ? "exact" : "more", { count: data.total })}
    </p>
  );
}
