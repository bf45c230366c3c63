"use client";

import { Copy, X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Ref } from "react";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { classes } from "../../../../../_ui/controls/classes.ts";
import styles from "./list-bars.module.css";
import { useSelection } from "./use-selection.ts";

interface Props {
  /** Rows loaded. */
  count: number;
  copyRef: Ref<HTMLButtonElement>;
  onCopy(): void;
}

/** What can be done with the entries picked; `data-picked` tells live mode that the reader is at work. */
export function SelectionBar({ count, copyRef, onCopy }: Props) {
  const t = useTranslations("listSelection");
  const { ids, toggleAll, clear } = useSelection();
  if (ids.size === 0) return null;
  return (
    <div
      className={classes(styles.bar, styles.picked)}
      role="region"
      aria-label={t("label")}
      data-picked
    >
      <span className={styles.strong} role="status">
        {t("selected", { count: ids.size })}
      </span>
      <Button ref={copyRef} size="sm" onPress={onCopy}>
        <Copy size={15} />
        {t("copy")}
      </Button>
      {ids.size < count && (
        <Button size="sm" look="plain" onPress={toggleAll}>
          {t("all", { count })}
        </Button>
      )}
      <IconButton size="sm" label={t("clear")} onPress={clear}>
        <X size={16} />
      </IconButton>
    </div>
  );
}
