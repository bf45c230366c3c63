"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { StateView } from "../../../../../_ui/states/state-view.tsx";
import { ListFooter } from "../../../../../_ui/table/list-footer.client.tsx";
import { EMPTY_READING_FILTER, hasReadingFilter, type ReadingFilter } from "./readings-address.ts";
import type { Readings } from "./use-readings.ts";

interface StateProps {
  readings: Readings;
  filter: ReadingFilter;
  onChange(part: Partial<ReadingFilter>): void;
}

export function ReadingsState({ readings, filter, onChange }: StateProps) {
  const t = useTranslations("readings");
  if (readings.isLoading) return <SkeletonRows rows={14} rowHeight={48} />;
  if (readings.error !== null) {
    return <ErrorState error={readings.error} onRetry={readings.refresh} />;
  }
  const kind = hasReadingFilter(filter) ? "noMatch" : "empty";
  return (
    <StateView
      icon={<Eye size={30} strokeWidth={1.6} />}
      title={t(`${kind}.title`)}
      actions={
        kind === "noMatch" && (
          <Button onPress={() => onChange(EMPTY_READING_FILTER)}>{t("clearAll")}</Button>
        )
      }
    >
      <p>{t(`${kind}.text`, { days: readings.keptDays ?? 0 })}</p>
    </StateView>
  );
}

export function ReadingsFooter({ readings }: { readings: Readings }) {
  const t = useTranslations("readings.footer");
  const end = t("end", { count: readings.rows.length, days: readings.keptDays ?? 0 });
  return <ListFooter list={readings} texts={{ loading: t("loading"), more: t("more"), end }} />;
}
