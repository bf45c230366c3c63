"use client";

import { useTranslations } from "use-intl";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { asProblem, problemKind } from "../../../../../_ui/session/problem.ts";
import type { Entries } from "./use-entries.ts";
import styles from "./log-page.module.css";

/** End of the list: older rows on their way, failed, still to be asked for, or none. */
export function LogFooter({ entries }: { entries: Entries }) {
  const t = useTranslations("log.footer");
  const problem = useTranslations("errors");
  const { rows, isLoadingOlder, olderError, hasOlder, loadOlder } = entries;
  if (isLoadingOlder) return <div className={styles.footer}>{t("loading")}</div>;
  if (olderError !== null) {
    return (
      <div className={styles.footer} role="alert">
        {problem(`${problemKind(asProblem(olderError))}.title`)}
        <Button size="sm" onPress={loadOlder}>
          {problem("retry")}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.footer}>
      {hasOlder ? (
        <Button size="sm" onPress={loadOlder}>
          {t("more")}
        </Button>
      ) : (
        <span>{t("end", { count: rows.length })}</span>
      )}
    </div>
  );
}
