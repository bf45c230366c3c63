"use client";

import { ArrowDownUp, CircleSlash, Hourglass } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, useState } from "react";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { StateView } from "../../../../../_ui/states/state-view.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import type { LogPageState } from "./use-log-page.ts";
import { later } from "../../../../../_ui/later.ts";

const SIGN = { size: 30, strokeWidth: 1.6 };

/** The reader stopped the reading, and nothing was shown before. */
export function Cancelled({ page }: { page: LogPageState }) {
  const t = useTranslations("logStates.cancelled");
  return (
    <StateView
      icon={<CircleSlash {...SIGN} />}
      title={t("title")}
      actions={
        <Button look="primary" onPress={page.entries.reload}>
          {t("again")}
        </Button>
      }
    >
      <p>{t("text")}</p>
    </StateView>
  );
}

const ExportDialog = later(
  async () => (await import("./export/export-dialog.client.tsx")).ExportDialog,
);

const HOUR_MS = 3_600_000;

/** Time was over before anything was found: how far the search came, and how to go on. */
export function TooSlow({ page }: { page: LogPageState }) {
  const t = useTranslations("logStates.slow");
  const zone = useZone();
  const [isExporting, setExporting] = useState(false);
  const { entries, actions, filter, list } = page;
  const reached = entries.searchedTo;
  const dayBefore = (at: string) => ({
    from: new Date(Date.parse(at) - 24 * HOUR_MS).toISOString(),
    to: at,
  });
  return (
    <StateView
      icon={<Hourglass {...SIGN} />}
      title={t("title")}
      tone="warning"
      actions={
        <>
          <Button look="primary" isPending={entries.isLoadingMore} onPress={entries.loadMore}>
            {t("goOn")}
          </Button>
          {reached !== null && (
            <Button onPress={() => actions.change({ ...dayBefore(reached), isLive: false })}>
              {t("narrow")}
            </Button>
          )}
          <Button onPress={() => setExporting(true)}>{t("export")}</Button>
        </>
      }
    >
      {reached !== null && (
        <p>
          {t("reached", {
            time: zone.format(reached),
            seconds: Math.max(1, Math.round(entries.spentMs / 1_000)),
          })}
        </p>
      )}
      <p>{t("why")}</p>
      {isExporting && (
        <Suspense>
          <ExportDialog
            filter={filter}
            shown={list.columns.shown}
            onClose={() => setExporting(false)}
          />
        </Suspense>
      )}
    </StateView>
  );
}

/** Entries of this query are too many to be put in an order other than that of time. */
export function TooWide({ page }: { page: LogPageState }) {
  const t = useTranslations("logTooWide");
  const { change } = page.actions;
  return (
    <StateView
      icon={<ArrowDownUp {...SIGN} />}
      title={t("title")}
      tone="warning"
      actions={
        <>
          <Button look="primary" onPress={() => change({ sort: "desc" })}>
            {t("byTime")}
          </Button>
          <Button onPress={() => change({ from: "now-24h", to: null })}>{t("day")}</Button>
        </>
      }
    >
      <p>{t("text")}</p>
    </StateView>
  );
}
