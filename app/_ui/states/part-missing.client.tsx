"use client";

import { RotateCw, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button, IconButton } from "../controls/button.client.tsx";
import { classes } from "../controls/classes.ts";
import styles from "./part-missing.module.css";

interface Props {
  /** Over the page, or where the part would be. */
  isOver: boolean;
  onRetry(): void;
  onClose: (() => void) | null;
}

/** Stands for a part of the page whose script did not come; the rest of the page stays. */
export function PartMissing({ isOver, onRetry, onClose }: Props) {
  const t = useTranslations("errors");
  return (
    <div className={classes(styles.missing, isOver && styles.over)} role="alert">
      {t("part.text")}
      <Button size="sm" onPress={onRetry}>
        <RotateCw size={15} />
        {t("retry")}
      </Button>
      {onClose !== null && (
        <IconButton size="sm" label={t("part.close")} onPress={onClose}>
          <X size={16} />
        </IconButton>
      )}
    </div>
  );
}
