"use client";

import { useTranslations } from "use-intl";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { asProblem, problemKind } from "../../../../../_ui/session/problem.ts";
import type { Entries } from "./use-entries.ts";
import styles from "./log-page.module.css";

/** Parts of a link that could not be used, and a reading that failed while older rows stay. */
export function LogNotices({ faults, entries }: { faults: string[]; entries: Entries }) {
  const t = useTranslations("log");
  const errors = useTranslations("errors");
  const hasStaleRows = entries.error !== null && entries.rows.length > 0;
  return (
    <>
      {faults.length > 0 && (
        <p className={styles.notice} role="status">
          {t("badAddress", { names: faults.join(", ") })}
        </p>
      )}
      {hasStaleRows && (
        <div className={styles.notice} role="alert">
          <span>
            {errors(`${problemKind(asProblem(entries.error))}.title`)}. {t("refreshFailed")}
          </span>
          <Button size="sm" onPress={entries.refresh}>
            {errors("retry")}
          </Button>
        </div>
      )}
    </>
  );
}
