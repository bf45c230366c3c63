"use client";

import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { useEffect, useImperativeHandle, useMemo, useRef, type ReactNode, type Ref } from "react";
import { layoutGrid, type GridColumn, type StackedRow } from "./columns.ts";
import { GridRow } from "./grid-row.client.tsx";
import { useGridFocus } from "./use-grid-focus.ts";
import { useWidth } from "./use-width.ts";
import styles from "./data-grid.module.css";

const HEADER_HEIGHT = 38;
const NEAR_END_ROWS = 15;

export interface GridHandle {
  scrollToTop(): void;
  /** Pixels between the newest row and the top of the view. */
  scrolledBy(): number;
  /** Puts the focus on a row, or on the one that had it last. */
  focusRow(key: string | null): void;
  isFocusedByKeys(): boolean;
  /** Scrolls a row into the middle if it is out of view; without such a row nothing moves. */
  reveal(key: string): void;
}

interface Props<Data> {
  label: string;
  columns: GridColumn<Data>[];
  rows: Data[];
  rowKey(row: Data): string;
  rowHeight: number;
  stacked: StackedRow<Data>;
  selectedKey: string | null;
  onOpen(row: Data): void;
  /** Number of all rows when it is known. */
  total: number | null;
  onNearEnd?: () => void;
  onScroll?: () => void;
  markOf?: (key: string) => "fresh" | "fresh-last" | undefined;
  footer?: ReactNode;
  isBusy?: boolean;
  ref?: Ref<GridHandle>;
}

/** The one table: virtual rows, sticky head, roving focus, fewer columns where it is narrow. */
export function DataGrid<Data>(props: Props<Data>) {
  const { rows, rowKey, onOpen, onNearEnd, markOf } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const { columns, rowHeight, stacked } = props;
  const layout = useMemo(
    () => layoutGrid({ columns, rowHeight, stacked, width }),
    [columns, rowHeight, stacked, width],
  );
  const keys = useMemo(() => rows.map(rowKey), [rows, rowKey]);
  const openAt = (index: number) => {
    const row = rows[index];
    if (row !== undefined) onOpen(row);
  };
  const focusIndex = useRef(0);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => layout.rowHeight,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 12,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    initialRect: { width: 0, height: 800 },
    // The focused row stays in the document while it is out of view, or the focus would be lost.
    rangeExtractor: (range) => withFocused(range, focusIndex.current),
  });
  const focus = useGridFocus({
    scroller,
    keys,
    cols: layout.columns.length,
    rowHeight: layout.rowHeight,
    scrollTo: (index) => virtual.scrollToIndex(index, { align: "auto" }),
    onOpen: openAt,
  });
  useEffect(() => {
    focusIndex.current = focus.place.row;
  });
  useEffect(() => virtual.measure(), [virtual, layout.rowHeight]);

  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastIndex >= rows.length - NEAR_END_ROWS) onNearEnd?.();
  }, [lastIndex, rows.length, onNearEnd]);

  useImperativeHandle(props.ref, () => ({
    scrollToTop: () => scroller.current?.scrollTo({ top: 0 }),
    scrolledBy: () => scroller.current?.scrollTop ?? 0,
    focusRow: (key) => focus.focusRow(key === null ? focus.place.row : keys.indexOf(key)),
    reveal: (key) => {
      const index = keys.indexOf(key);
      const top = index * layout.rowHeight - (scroller.current?.scrollTop ?? 0);
      const isInView = top >= 0 && top < (scroller.current?.clientHeight ?? 0) - HEADER_HEIGHT * 2;
      if (index >= 0 && !isInView) virtual.scrollToIndex(index, { align: "center" });
    },
    isFocusedByKeys: () =>
      Boolean(scroller.current?.querySelector("[role=gridcell]:focus-visible")),
  }));

  return (
    <div ref={scroller} className={styles.scroller} onScroll={props.onScroll}>
      <div
        role="grid"
        aria-label={props.label}
        aria-rowcount={props.total === null ? -1 : props.total + 1}
        aria-colcount={layout.columns.length}
        aria-busy={props.isBusy === true}
        onKeyDown={focus.onKeyDown}
        onFocus={(event) => noteFocus(event.target, focus.setCell)}
        onClick={(event) => {
          const key = rowOf(event.target);
          if (key !== null && !isMarkingText()) openAt(keys.indexOf(key));
        }}
      >
        <GridHead layout={layout} />
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const id = keys[index] ?? "";
            return (
              <GridRow
                key={key}
                row={row}
                rowKey={id}
                index={index}
                top={start - HEADER_HEIGHT}
                height={layout.rowHeight}
                tracks={layout.tracks}
                columns={layout.columns}
                tabCol={index === focus.place.row ? focus.place.col : -1}
                isSelected={id === props.selectedKey}
                mark={markOf?.(id)}
              />
            );
          })}
        </div>
      </div>
      {props.footer}
    </div>
  );
}

function GridHead<Data>({ layout }: { layout: ReturnType<typeof layoutGrid<Data>> }) {
  const hidden = layout.isStacked ? styles.headHidden : "";
  return (
    <div role="rowgroup" className={`${styles.head} ${hidden}`}>
      <div
        role="row"
        aria-rowindex={1}
        className={styles.headRow}
        style={{ gridTemplateColumns: layout.tracks }}
      >
        {layout.columns.map((column, col) => (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={col + 1}
            className={styles.headCell}
          >
            <span className={styles.headTitle}>{column.title}</span>
            {column.hint !== undefined && <span className={styles.headHint}>{column.hint}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

function rowOf(target: EventTarget): string | null {
  if (!(target instanceof Element)) return null;
  return target.closest<HTMLElement>("[data-row]")?.dataset.row ?? null;
}

function noteFocus(target: Element, setCell: (key: string, col: number) => void): void {
  const key = rowOf(target);
  const col = Number(target.closest("[role=gridcell]")?.getAttribute("aria-colindex"));
  if (key !== null && col > 0) setCell(key, col - 1);
}

function isMarkingText(): boolean {
  return window.getSelection()?.isCollapsed === false;
}

function withFocused(range: Range, focused: number): number[] {
  const shown = defaultRangeExtractor(range);
  if (shown.includes(focused) || focused >= range.count) return shown;
  return [...shown, focused].sort((left, right) => left - right);
}
