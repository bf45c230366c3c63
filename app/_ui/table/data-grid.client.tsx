"use client";

import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { useEffect, useImperativeHandle, useMemo, useRef, type ReactNode, type Ref } from "react";
import { cellAt, rowOf, type CellPlace } from "./cell-place.ts";
import { layoutGrid, type GridColumn, type StackedRow } from "./columns.ts";
import { gridHandle, HEADER_HEIGHT, type GridHandle } from "./grid-handle.ts";
import { GridHead } from "./grid-head.client.tsx";
import { GridRow } from "./grid-row.client.tsx";
import { useAnchor } from "./use-anchor.ts";
import { useGridFocus } from "./use-grid-focus.ts";
import { useWidth } from "./use-width.ts";
import styles from "./data-grid.module.css";

export type { GridHandle } from "./grid-handle.ts";

const NEAR_END_ROWS = 15;

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
  onNearStart?: (() => void) | undefined;
  onScroll?: () => void;
  /** A menu of the cell is asked for, by the pointer or by a key. */
  onMenu?: (row: Data, place: CellPlace) => void;
  /** What takes the whole width of a row that has no columns. */
  whole?: (row: Data) => ReactNode;
  /** Another list begins at its top; rows that come into the same one leave the reader where he is. */
  listKey?: string;
  markOf?: (key: string) => "fresh" | "fresh-last" | undefined;
  footer?: ReactNode;
  isBusy?: boolean;
  ref?: Ref<GridHandle>;
}

/** The one table: virtual rows, sticky head, roving focus, fewer columns where it is narrow. */
export function DataGrid<Data>(props: Props<Data>) {
  const { rows, rowKey, onOpen, onNearStart, onMenu, markOf } = props;
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
  const openMenu = (target: EventTarget): boolean => {
    const place = cellAt(target);
    const row = place === null ? undefined : rows[keys.indexOf(place.key)];
    if (place === null || row === undefined || onMenu === undefined) return false;
    onMenu(row, place);
    return true;
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
    onMenu: openMenu,
  });
  const anchor = useAnchor({
    scroller,
    keys,
    rowHeight: layout.rowHeight,
    listKey: props.listKey ?? "",
    isOpenAbove: onNearStart !== undefined,
  });
  useEffect(() => {
    focusIndex.current = focus.place.row;
  });
  useEffect(() => virtual.measure(), [virtual, layout.rowHeight]);

  const items = virtual.getVirtualItems();
  useEnds(
    { first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? 0, count: rows.length },
    props,
  );

  useImperativeHandle(props.ref, () =>
    gridHandle({ scroller, keys, focus, rowHeight: layout.rowHeight, virtual }),
  );

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      onScroll={() => {
        anchor.note();
        props.onScroll?.();
      }}
    >
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
        onContextMenu={(event) => {
          if (openMenu(event.target)) event.preventDefault();
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
                whole={props.whole?.(row) ?? null}
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

interface Shown {
  first: number;
  last: number;
  count: number;
}

/** More rows are asked for before the reader gets to either end. */
function useEnds(
  { first, last, count }: Shown,
  {
    onNearStart,
    onNearEnd,
  }: { onNearStart?: (() => void) | undefined; onNearEnd?: (() => void) | undefined },
): void {
  useEffect(() => {
    if (count > 0 && first < NEAR_END_ROWS) onNearStart?.();
  }, [first, count, onNearStart]);
  useEffect(() => {
    if (count > 0 && last >= count - NEAR_END_ROWS) onNearEnd?.();
  }, [last, count, onNearEnd]);
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
