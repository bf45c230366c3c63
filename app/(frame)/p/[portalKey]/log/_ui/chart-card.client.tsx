"use client";

import { ChartNoAxesColumn, Table2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { useState, type ReactNode } from "react";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import styles from "./charts.module.css";

interface Props {
  title: string;
  note?: string | null;
  isBusy: boolean;
  isFailed: boolean;
  onRetry(): void;
  /** Null while nothing is known yet. */
  children(isTable: boolean): ReactNode;
}

/** One chart with its table; it loads and fails by itself. */
export function ChartCard({ title, note = null, isBusy, isFailed, onRetry, children }: Props) {
  const t = useTranslations("charts");
  const errors = useTranslations("errors");
  const [isTable, setTable] = useState(false);
  return (
    <section className={styles.card} aria-label={title} aria-busy={isBusy}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <IconButton
          size="sm"
          label={t(isTable ? "asChart" : "asTable", { title })}
          isPressed={isTable}
          onPress={() => setTable(!isTable)}
        >
          {isTable ? <ChartNoAxesColumn size={15} /> : <Table2 size={15} />}
        </IconButton>
      </div>
      {isFailed ? (
        <div className={styles.note} role="alert">
          {t("failed")}
          <Button size="sm" onPress={onRetry}>
            {errors("retry")}
          </Button>
        </div>
      ) : (
        children(isTable)
      )}
      {note !== null && <p className={styles.note}>{note}</p>}
    </section>
  );
}
