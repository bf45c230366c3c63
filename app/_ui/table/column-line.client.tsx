"use client";

import { ChevronDown, ChevronUp, Minus, MoveHorizontal, Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "../controls/button.client.tsx";
import { moveColumn, withColumn } from "./change-shown.ts";
import { leastPx } from "./columns.ts";
import type { Columns } from "./use-columns.ts";
import styles from "./columns-popover.module.css";

const STEP_PX = 24;
const ICON = { size: 15, strokeWidth: 1.8 };

interface Props<Row> {
  id: string;
  columns: Columns<Row>;
  onFit(): void;
}

/** One column: shown or not, its place and its width. */
export function ColumnLine<Row>({ id, columns, onFit }: Props<Row>) {
  const t = useTranslations("gridColumns");
  const { all, shown, setShown, setWidth } = columns;
  const title = all.find((column) => column.id === id)?.title ?? id;
  const place = shown.indexOf(id);
  const isShown = place >= 0;
  const track = columns.columns.find((column) => column.id === id)?.track ?? "";
  const width = leastPx(track);
  return (
    <li className={styles.line}>
      <label className={styles.name}>
        <input
          type="checkbox"
          checked={isShown}
          disabled={isShown && shown.length === 1}
          onChange={(event) => setShown(withColumn(shown, id, event.target.checked))}
        />
        <span className={styles.title}>{title}</span>
      </label>
      {isShown && (
        <span className={styles.tools}>
          <IconButton
            size="sm"
            label={t("earlier", { title })}
            isDisabled={place === 0}
            onPress={() => setShown(moveColumn(shown, id, -1))}
          >
            <ChevronUp {...ICON} />
          </IconButton>
          <IconButton
            size="sm"
            label={t("later", { title })}
            isDisabled={place === shown.length - 1}
            onPress={() => setShown(moveColumn(shown, id, 1))}
          >
            <ChevronDown {...ICON} />
          </IconButton>
          <IconButton
            size="sm"
            label={t("narrower", { title })}
            onPress={() => setWidth(id, width - STEP_PX)}
          >
            <Minus {...ICON} />
          </IconButton>
          <IconButton
            size="sm"
            label={t("wider", { title })}
            onPress={() => setWidth(id, width + STEP_PX)}
          >
            <Plus {...ICON} />
          </IconButton>
          <IconButton size="sm" label={t("fit", { title })} onPress={onFit}>
            <MoveHorizontal {...ICON} />
          </IconButton>
        </span>
      )}
    </li>
  );
}
