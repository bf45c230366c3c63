"use client";

import { useTranslations } from "use-intl";
import { useEffect, useState } from "react";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import type { Entries } from "./use-entries.ts";
import styles from "./log-progress.module.css";

const PATIENCE_MS = 2_000;

/** A thin line while other rows are on their way; who does not want to wait can stop it. */
export function LogProgress({ entries }: { entries: Entries }) {
  return entries.isRefreshing ? <Running onCancel={entries.cancel} /> : null;
}

function Running({ onCancel }: { onCancel(): void }) {
  const t = useTranslations("logStates");
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <div className={styles.progress} role="progressbar" aria-label={t("refreshing")} />
      {isLong && (
        <div className={styles.cancel}>
          <span>{t("refreshing")}</span>
          <Button size="sm" onPress={onCancel}>
            {t("cancel")}
          </Button>
        </div>
      )}
    </>
  );
}
