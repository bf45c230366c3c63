"use client";

import { useTranslations } from "use-intl";
import { useEffect, useState } from "react";
import { Button } from "../controls/button.client.tsx";
import { SkeletonBars } from "./skeleton-bars.tsx";
import styles from "./skeleton.module.css";

interface Props {
  rows?: number;
  rowHeight?: number;
  /** What is being done, said after three seconds. */
  doing?: string;
  onCancel?: () => void;
}

/** Grey rows of the final height; after 3 s it says what takes long, after 10 s it offers a way out. */
export function SkeletonRows({ rows = 12, rowHeight = 44, doing, onCancel }: Props) {
  const t = useTranslations("loading");
  const patience = usePatience();
  return (
    <div className={styles.skeleton} role="status" aria-busy="true">
      <span className="visually-hidden">{t("label")}</span>
      <SkeletonBars rows={rows} rowHeight={rowHeight} />
      {patience !== "fresh" && (
        <div className={styles.note}>
          <span>{doing ?? t("doing")}</span>
          {patience === "long" && onCancel !== undefined && (
            <Button size="sm" onPress={onCancel}>
              {t("cancel")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function usePatience(): "fresh" | "waiting" | "long" {
  const [patience, setPatience] = useState<"fresh" | "waiting" | "long">("fresh");
  useEffect(() => {
    const waiting = setTimeout(() => setPatience("waiting"), 3_000);
    const long = setTimeout(() => setPatience("long"), 10_000);
    return () => {
      clearTimeout(waiting);
      clearTimeout(long);
    };
  }, []);
  return patience;
}
