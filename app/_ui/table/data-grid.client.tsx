"use client";

import {
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  type CSSProperties,
  type ReactNode,
  type Ref,
} from "react";
import type { CellPlace } from "./cell-place.ts";
import { layoutGrid, leastPx, type GridColumn, type StackedRow } from "./columns.ts";
import { gridHandle, type GridHandle } from "./grid-handle.ts";
import { GridHead } from "./grid-head.client.tsx";
import { GridRow, type RowMark } from "./grid-row.client.tsx";
import { PICK_COLUMN, PICK_TRACK, type GridSelection } from "./grid-selection.ts";
import { useAnchor } from "./use-anchor.ts";
import { gridActions } from "./use-grid-actions.ts";
import { useGridFocus } from "./use-grid-focus.ts";
import { drawnRows, useGridRows } from "./use-grid-rows.ts";
import { useSettling } from "./use-virtual-rows.ts";
import { useWidth } from "./use-width.ts";
import type { Widths } from "./width-handle.client.tsx";
import styles from "./data-grid.module.css";

export type { GridHandle } from "./grid-handle.ts";

const NEAR_END_ROWS = 15;

interface Props<Data> {
  label: string;
  columns: GridColumn<Data>[];
  rows: Data[];
  rowKey(row: Data): string;
  /** Key of the row that stands for another one, where some are put together. */
  shownIn?: (key: string) => string;
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
  /** Rows as high as what is in them; the same function as long as rows are drawn the same way. */
  isMeasured?: (row: Data) => boolean;
  /** Another list begins at its top; rows that come into the same one leave the reader where he is. */
  listKey?: string;
  markOf?: (key: string) => RowMark | undefined;
  /** Since when rows marked as fresh are new. */
  freshNote?: string | null;
  selection?: GridSelection<Data>;
  widths?: Widths;
  footer?: ReactNode;
  isBusy?: boolean;
  ref?: Ref<GridHandle>;
}

const never = () => false;
const same = (key: string) => key;

/** The one table: virtual rows, sticky head, roving focus, fewer columns where it is narrow. */
export function DataGrid<Data>(props: Props<Data>) {
  const { ref, rows, rowKey, isMeasured = never, selection = null, widths = null } = props;
  const {
    label,
    total,
    isBusy,
    footer,
    freshNote = null,
    onScroll,
    whole,
    markOf,
    shownIn = same,
  } = props;
  const { onOpen, onMenu, onNearStart, onNearEnd, listKey = "" } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const layout = useLayout(props, useWidth(scroller));
  const { rowHeight } = layout;
  const parts = useGridRows({ scroller, rows, rowKey, rowHeight, isMeasured });
  const { keys, placeOf, virtual, startOf, indexAt } = parts;
  const actions = () =>
    gridActions({
      ...{ rows, placeOf, selection, onOpen, onMenu },
      focused: focus.place.row,
    });
  const focus = useGridFocus({
    ...{ scroller, keys, placeOf, rowHeight, cols: layout.columns.length },
    scrollTo: virtual.scrollTo,
    onOpen: (index) => actions().openAt(index),
    onMenu: (target) => actions().openMenu(target),
    pick: selection === null ? null : lazyPick(() => actions().pick),
    onWiden: (target, by) => widen(target, by, layout, widths),
  });
  const selectedKey = props.selectedKey === null ? null : shownIn(props.selectedKey);
  const isOpenAbove = onNearStart !== undefined;
  const anchor = useAnchor({ scroller, keys, placeOf, startOf, indexAt, listKey, isOpenAbove });
  useSettling(virtual);
  const drawn = drawnRows(virtual, focus.place.row, rows.length);
  useEnds(
    { first: drawn[0] ?? 0, last: drawn.at(-1) ?? 0, count: rows.length },
    { onNearStart, onNearEnd },
  );
  useImperativeHandle(ref, () =>
    gridHandle({ scroller, keys, placeOf, shownIn, startOf, focus, virtual }),
  );

  const noteScroll = () => {
    anchor.note();
    virtual.onScroll();
    onScroll?.();
  };
  return (
    <div ref={scroller} className={styles.scroller} onScroll={noteScroll}>
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={total === null ? -1 : total + 1}
        aria-colcount={layout.columns.length}
        aria-busy={isBusy === true}
        aria-multiselectable={selection === null ? undefined : true}
        className={styles.grid}
        style={{ "--tracks": layout.tracks, minWidth: layout.minWidth } as CSSProperties}
        onKeyDown={focus.onKeyDown}
        onFocus={focus.onFocus}
        onBlur={focus.onBlur}
        onMouseDown={(event) => actions().onMouseDown(event)}
        onClick={(event) => actions().onClick(event)}
        onContextMenu={(event) => {
          if (actions().openMenu(event.target)) event.preventDefault();
        }}
      >
        <GridHead layout={layout} selection={selection} widths={widths} />
        <div role="rowgroup" className={styles.body} style={{ height: virtual.places.height }}>
          {drawn.map((index) => {
            const row = rows[index];
            if (row === undefined) return null;
            const id = keys[index] ?? "";
            return (
              <GridRow
                key={id}
                row={row}
                rowKey={id}
                index={index}
                top={startOf(index)}
                layout={layout}
                whole={whole?.(row) ?? null}
                tabCol={index === focus.place.row ? focus.place.col : -1}
                isSelected={id === selectedKey}
                pickLabel={selection?.isPickable(row) === true ? selection.labels.row : null}
                isPicked={selection?.isPicked(row) === true}
                mark={markOf?.(id)}
                freshNote={freshNote}
                measure={isMeasured(row) ? virtual.measure : null}
              />
            );
          })}
        </div>
      </div>
      {footer}
    </div>
  );
}

function useLayout<Data>(props: Props<Data>, width: number) {
  const { columns, rowHeight, stacked, selection } = props;
  const title = selection?.labels.all;
  return useMemo(() => {
    const box = { id: PICK_COLUMN, title: title ?? "", track: PICK_TRACK, cell: () => null };
    const isFirstPinned = columns[0]?.isPinned === true;
    const shown = title === undefined ? columns : [{ ...box, isPinned: isFirstPinned }, ...columns];
    const layout = layoutGrid({ columns: shown, rowHeight, stacked, width });
    return layout;
  }, [columns, rowHeight, stacked, width, title]);
}

function lazyPick(find: () => ReturnType<typeof gridActions>["pick"]) {
  return {
    toggle: (index: number) => find()?.toggle(index),
    extend: (from: number, to: number) => find()?.extend(from, to),
    all: () => find()?.all(),
  };
}

function widen(
  target: Element,
  by: number,
  { columns }: { columns: { id: string; track: string }[] },
  widths: Widths | null,
): void {
  const id = target.getAttribute("data-column");
  const column = columns.find((one) => one.id === id);
  if (column === undefined || column.id === PICK_COLUMN) return;
  const now = /^\d+(\.\d+)?px$/.test(column.track)
    ? leastPx(column.track)
    : target.getBoundingClientRect().width;
  widths?.set(column.id, now + by);
}

interface Shown {
  first: number;
  last: number;
  count: number;
}

interface Ends {
  onNearStart?: (() => void) | undefined;
  onNearEnd?: (() => void) | undefined;
}

/** More rows are asked for before the reader gets to either end. */
function useEnds({ first, last, count }: Shown, { onNearStart, onNearEnd }: Ends): void {
  useEffect(() => {
    if (count > 0 && first < NEAR_END_ROWS) onNearStart?.();
  }, [first, count, onNearStart]);
  useEffect(() => {
    if (count > 0 && last >= count - NEAR_END_ROWS) onNearEnd?.();
  }, [last, count, onNearEnd]);
}
