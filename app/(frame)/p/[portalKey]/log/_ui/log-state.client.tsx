"use client";

import { ListFilter, ScrollText } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { StateView } from "../../../../../_ui/states/state-view.tsx";
import { EMPTY_FILTER, hasFilter, type LogFilter } from "./log-address.ts";
import type { Entries } from "./use-entries.ts";

interface Props {
  entries: Entries;
  filter: LogFilter;
  onChange(part: Partial<LogFilter>): void;
}

/** What stands where rows would be: loading, an error, an empty log or a filter that fits nothing. */
export function LogState({ entries, filter, onChange }: Props) {
  const t = useTranslations("log.empty");
  if (entries.isLoading) return <SkeletonRows rows={16} doing={t("reading")} />;
  if (entries.error !== null) {
    return <ErrorState error={entries.error} onRetry={entries.refresh} />;
  }
  if (!hasFilter(filter)) {
    return (
      <StateView
        icon={<ScrollText size={30} strokeWidth={1.6} />}
        title={t("noLog.title")}
        actions={<Button onPress={entries.refresh}>{t("again")}</Button>}
      >
        <p>{t("noLog.text")}</p>
      </StateView>
    );
  }
  const hasTime = filter.from !== null || filter.to !== null;
  return (
    <StateView
      icon={<ListFilter size={30} strokeWidth={1.6} />}
      title={t("noMatch.title")}
      actions={
        <>
          {hasTime && (
            <Button look="primary" onPress={() => onChange({ from: null, to: null })}>
              {t("allTime")}
            </Button>
          )}
          <Button onPress={() => onChange(EMPTY_FILTER)}>{t("clear")}</Button>
        </>
      }
    >
      <p>{t("noMatch.text")}</p>
    </StateView>
  );
}
