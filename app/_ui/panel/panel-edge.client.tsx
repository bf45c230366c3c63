"use client";

import { useTranslations } from "use-intl";
import { useEffect, useState, type KeyboardEvent, type PointerEvent, type RefObject } from "react";
import { useStoredText } from "../stored-choice.ts";
import styles from "./side-panel.module.css";

const MIN = 320;
const MAX = 1_400;
const STEP = 32;

/** Width of panels in this browser in pixels; null until it was changed. */
export function usePanelWidth(): { width: number | null; setWidth(width: number): void } {
  const [stored, store] = useStoredText("panel-width");
  const width = stored === null ? Number.NaN : Number(stored);
  return {
    width: Number.isFinite(width) ? clamp(width) : null,
    setWidth: (next) => store(String(Math.round(clamp(next)))),
  };
}

interface Props {
  panel: RefObject<HTMLElement | null>;
  width: number | null;
  onWidth(width: number): void;
}

/** The edge between a table and its panel, moved by pointer or by arrow keys. */
export function PanelEdge({ panel, width, onWidth }: Props) {
  const t = useTranslations("panelEdge");
  const [isMoving, setMoving] = useState(false);
  const measured = useMeasured(panel);
  const present = () => panel.current?.getBoundingClientRect();
  const onPointerMove = (event: PointerEvent) => {
    const box = present();
    if (isMoving && box !== undefined) onWidth(box.right - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const sign = { ArrowLeft: 1, ArrowRight: -1 }[event.key];
    if (sign === undefined) return;
    event.preventDefault();
    onWidth((present()?.width ?? MIN) + sign * STEP);
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={t("label")}
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      aria-valuenow={measured ?? width ?? MIN}
      tabIndex={0}
      title={t("label")}
      className={styles.edge}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.preventDefault();
        setMoving(true);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => setMoving(false)}
      onPointerCancel={() => setMoving(false)}
    />
  );
}

/** Its width at present, whatever decided it; null before it is known. */
function useMeasured(panel: RefObject<HTMLElement | null>): number | null {
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => {
    const element = panel.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.round(element.offsetWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [panel]);
  return width === null ? null : clamp(width);
}

function clamp(width: number): number {
  return Math.min(Math.max(width, MIN), MAX);
}
