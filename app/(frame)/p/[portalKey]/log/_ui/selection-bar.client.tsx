"use client";

import { Columns2, Copy, Download, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, useState, type Ref } from "react";
import { EXPORT_LIMITS } from "../../../../../../lib/exports/shared.ts";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { useCommands } from "../../../../../_ui/keys/commands.ts";
import styles from "./list-bars.module.css";
import type { LogFilter } from "./log-address.ts";
import { useSelection } from "./use-selection.ts";
import { later } from "../../../../../_ui/later.ts";

const ExportDialog = later(
  async () => (await import("./export/export-dialog.client.tsx")).ExportDialog,
);

interface Props {
  /** Rows loaded. */
  count: number;
  copyRef: Ref<HTMLButtonElement>;
  onCopy(): void;
  onCompare: (() => void) | null;
  filter: LogFilter;
  /** Names of the columns that the list shows. */
  shown: readonly string[];
}

/** What can be done with the entries picked. */
export function SelectionBar({ count, copyRef, onCopy, onCompare, filter, shown }: Props) {
  const t = useTranslations("listSelection");
  const { ids, toggleAll, clear } = useSelection();
  const [isExporting, setExporting] = useState(false);
  const isTooMany = ids.size > EXPORT_LIMITS.ids;
  const exporting = useTranslations("exports");
  const title = exporting("titleSelected");
  const exportPicked = { id: "exportPicked", title, key: "e", act: () => setExporting(true) };
  useCommands(isTooMany ? [] : [exportPicked]);
  return (
    <div className={classes(styles.bar, styles.picked)} role="region" aria-label={t("label")}>
      <span className={styles.strong} role="status">
        {t("selected", { count: ids.size })}
      </span>
      <Button ref={copyRef} size="sm" onPress={onCopy}>
        <Copy size={15} />
        {t("copy")}
      </Button>
      {onCompare !== null && (
        <Button size="sm" onPress={onCompare}>
          <Columns2 size={15} />
          {t("compare")}
        </Button>
      )}
      <Button size="sm" isDisabled={isTooMany} onPress={exportPicked.act}>
        <Download size={15} />
        {t("export")}
      </Button>
      {isTooMany && <span>{t("tooMany", { max: EXPORT_LIMITS.ids })}</span>}
      {ids.size < count && (
        <Button size="sm" look="plain" onPress={toggleAll}>
          {t("all", { count })}
        </Button>
      )}
      <IconButton size="sm" label={t("clear")} onPress={clear}>
        <X size={16} />
      </IconButton>
      {isExporting && (
        <Suspense>
          <ExportDialog
            filter={filter}
            ids={[...ids]}
            shown={shown}
            onClose={() => setExporting(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
