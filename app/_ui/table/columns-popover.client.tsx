"use client";

import { useTranslations } from "use-intl";
import { useId, type ReactNode, type RefObject } from "react";
import { MAX_PINNED } from "../../../lib/portals/shared.ts";
import { Button } from "../controls/button.client.tsx";
import { PopoverBox } from "../controls/popover-box.client.tsx";
import { ColumnLine } from "./column-line.client.tsx";
import { fitColumn } from "./fit-column.ts";
import type { GridHandle } from "./grid-handle.ts";
import type { Columns } from "./use-columns.ts";
import styles from "./columns-popover.module.css";

interface Props<Row> {
  columns: Columns<Row>;
  grid: RefObject<GridHandle | null>;
  trigger: RefObject<HTMLElement | null>;
  onOpenChange(isOpen: boolean): void;
  children?: ReactNode;
}

/** Which columns there are, in which order, how wide, and how many of them stay in view. */
export function ColumnsPopover<Row>(props: Props<Row>) {
  const { columns, grid, trigger, onOpenChange, children } = props;
  const t = useTranslations("gridColumns");
  const { all, shown } = columns;
  const pinnedId = useId();
  const hidden = all.filter(({ id }) => !shown.includes(id)).map(({ id }) => id);
  return (
    <PopoverBox label={t("label")} trigger={trigger} onOpenChange={onOpenChange}>
      <div className={styles.box}>
        {children}
        <ul className={styles.list} aria-label={t("columns")}>
          {[...shown, ...hidden].map((id) => (
            <ColumnLine
              key={id}
              id={id}
              columns={columns}
              onFit={() => fitColumn(columns, grid.current, id)}
            />
          ))}
        </ul>
        <div className={styles.line}>
          <label htmlFor={pinnedId} className={styles.grow}>
            {t("pinned")}
          </label>
          <select
            id={pinnedId}
            className={styles.select}
            value={columns.pinned}
            onChange={(event) => columns.setPinned(Number(event.target.value))}
          >
            {Array.from({ length: MAX_PINNED + 1 }, (_, count) => (
              <option key={count} value={count}>
                {count === 0 ? t("none") : count}
              </option>
            ))}
          </select>
        </div>
        {columns.isBorrowed && <p className={styles.note}>{t("borrowed")}</p>}
        {columns.isUnsaved && (
          <p className={styles.note} role="alert">
            {t("unsaved")}
          </p>
        )}
        <div className={styles.actions}>
          {columns.isBorrowed && (
            <Button size="sm" look="primary" onPress={columns.keep}>
              {t("keep")}
            </Button>
          )}
          <Button size="sm" isDisabled={!columns.isChanged} onPress={columns.reset}>
            {t("reset")}
          </Button>
        </div>
      </div>
    </PopoverBox>
  );
}
