"use client";

import { useRef, type PointerEvent } from "react";
import { toWidth } from "./arrange-columns.ts";
import type { GridColumn, GridLayout } from "./columns.ts";
import styles from "./data-grid.module.css";

export interface Widths {
  /** null: as wide as it comes. */
  set(column: string, px: number | null): void;
  /** As wide as what is drawn of it. */
  fit(column: string): void;
}

interface Props<Data> {
  column: GridColumn<Data>;
  layout: GridLayout<Data>;
  widths: Widths;
}

interface Drag {
  x: number;
  width: number;
}

/** The edge of a head, for the pointer; keys and the list of columns do the same. */
export function WidthHandle<Data>({ column, layout, widths }: Props<Data>) {
  const drag = useRef<Drag | null>(null);
  const begin = (event: PointerEvent<HTMLElement>) => {
    const head = event.currentTarget.parentElement;
    if (head === null || event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { x: event.clientX, width: head.getBoundingClientRect().width };
  };
  const widthAt = (event: PointerEvent<HTMLElement>) =>
    drag.current === null ? null : toWidth(drag.current.width + event.clientX - drag.current.x);
  const show = (event: PointerEvent<HTMLElement>) => {
    const px = widthAt(event);
    if (px === null) return;
    // Only the one style that all rows share changes while it is dragged: no row is drawn again.
    const tracks = layout.columns.map(({ id, track }) => (id === column.id ? `${px}px` : track));
    const grid = event.currentTarget.closest<HTMLElement>("[role=grid]");
    grid?.style.setProperty("--tracks", tracks.join(" "));
  };
  const end = (event: PointerEvent<HTMLElement>) => {
    const px = widthAt(event);
    const isMoved = drag.current !== null && event.clientX !== drag.current.x;
    drag.current = null;
    if (px !== null && isMoved) widths.set(column.id, px);
  };
  return (
    <span
      aria-hidden="true"
      className={styles.edge}
      onPointerDown={begin}
      onPointerMove={show}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={() => widths.fit(column.id)}
    />
  );
}
