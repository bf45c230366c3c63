"use client";

import { useTranslations } from "use-intl";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { asProblem, problemKind } from "../../../../../_ui/session/problem.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import type { Entries } from "./use-entries.ts";
import styles from "./log-page.module.css";

/** End of the list: more rows on their way, failed, still to be asked for, or none. */
export function LogFooter({ entries }: { entries: Entries }) {
  const t = useTranslations("log.footer");
  const problem = useTranslations("errors");
  const zone = useZone();
  const { rows, isLoadingMore, moreError, hasMore, searchedTo, loadMore } = entries;
  if (isLoadingMore) return <div className={styles.footer}>{t("loading")}</div>;
  if (moreError !== null) {
    return (
      <div className={styles.footer} role="alert">
        {problem(`${problemKind(asProblem(moreError))}.title`)}
        <Button size="sm" onPress={loadMore}>
          {problem("retry")}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.footer}>
      {hasMore && searchedTo !== null && (
        <span>{t("slow", { time: zone.format(searchedTo) })}</span>
      )}
      {hasMore ? (
        <Button size="sm" onPress={loadMore}>
          {t("more")}
        </Button>
      ) : (
        <span>{t("end", { count: rows.length })}</span>
      )}
    </div>
  );
}
