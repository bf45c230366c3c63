"use client";

import { Eye } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { asProblem, problemKind } from "../../../../../_ui/session/problem.ts";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { StateView } from "../../../../../_ui/states/state-view.tsx";
import { EMPTY_READING_FILTER, hasReadingFilter, type ReadingFilter } from "./readings-address.ts";
import type { Readings } from "./use-readings.ts";
import styles from "../../../../../_ui/table/list-page.module.css";

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
  const errors = useTranslations("errors");
  const fault = readings.olderError ?? readings.error;
  if (readings.isLoadingOlder) return <div className={styles.footer}>{t("loading")}</div>;
  if (fault !== null) {
    const again = readings.olderError === null ? readings.refresh : readings.loadOlder;
    return (
      <div className={styles.footer} role="alert">
        {errors(`${problemKind(asProblem(fault))}.title`)}
        <Button size="sm" onPress={again}>
          {errors("retry")}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.footer}>
      {readings.hasOlder ? (
        <Button size="sm" onPress={readings.loadOlder}>
          {t("more")}
        </Button>
      ) : (
        t("end", { count: readings.rows.length, days: readings.keptDays ?? 0 })
      )}
    </div>
  );
}
