"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import type { FoldRow } from "./list-rows.ts";
import styles from "./list-bars.module.css";

interface Props {
  row: FoldRow;
  onTurn(ids: string[]): void;
}

/** How many entries a row stands for; pressed, they are shown one by one, or folded again. */
export function FoldBadge({ row, onTurn }: Props) {
  const t = useTranslations("listFold");
  const count = row.members.length;
  const Sign = row.isOpen ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.fold}
      aria-expanded={row.isOpen}
      aria-label={t("count", { count })}
      title={t(row.isOpen ? "close" : "open", { count })}
      onClick={(event) => {
        // The row itself is opened by a click.
        event.stopPropagation();
        onTurn(row.members.map(({ id }) => id));
      }}
    >
      <Sign size={14} aria-hidden="true" />
      {count}
    </button>
  );
}
