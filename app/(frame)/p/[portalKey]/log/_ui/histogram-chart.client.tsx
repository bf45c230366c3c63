"use client";

import { useTranslations } from "use-intl";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import {
  SEVERITY_GROUPS,
  type HistogramBar,
  type SeverityCounts,
} from "../../../../../../lib/archive/shared.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { useBandText } from "./band-row.client.tsx";
import { isMissing, isPartly, type Band } from "./bands.ts";
import {
  clamp,
  ghostPath,
  moved,
  placeOf,
  rangeOf,
  segmentsOf,
  totalOf,
  type Picked,
} from "./histogram-scale.ts";
import { HistogramPatterns } from "./histogram-patterns.tsx";
import styles from "./histogram.module.css";

const HEIGHT = 46;
// A strip above the bars: the entries that are kept are to be seen as they are.
const PARTLY_HEIGHT = 4;

interface Props {
  bars: HistogramBar[];
  bands: Band[];
  width: number;
  isExact: boolean;
  /** Numbers of the period before, bar by bar. */
  ghost: number[] | null;
  onPick(range: { from: string; to: string }): void;
  /** A range is drawn: these bars are to stay until it is chosen or given up. */
  onHold(isHeld: boolean): void;
}

/** Bars of entries by severity; one bar or several beside each other become the range of the list. */
export function HistogramChart({ bars, bands, width, isExact, ghost, onPick, onHold }: Props) {
  const t = useTranslations("log.histogram");
  const zone = useZone();
  const id = useId().replaceAll(":", "");
  const svg = useRef<SVGSVGElement>(null);
  const [place, setPlace] = useState<number | null>(null);
  const [picked, setPicked] = useMark(bars, onHold);
  const say = useSay(ghost, bands);
  const step = width / bars.length;
  const highest = Math.max(1, ...bars.map(({ counts }) => totalOf(counts)), ...(ghost ?? []));
  const barAt = (event: PointerEvent) => {
    const left = svg.current?.getBoundingClientRect().left ?? 0;
    return clamp(Math.floor((event.clientX - left) / step), bars.length);
  };
  const pick = (range: Picked) => {
    const chosen = rangeOf(range, bars);
    setPicked(null);
    if (chosen !== null) onPick(chosen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const now = place ?? 0;
    const next = moved(event.key, now, bars.length);
    if (next !== null) {
      setPlace(next);
      setPicked(event.shiftKey ? { first: picked?.first ?? now, last: next } : null);
      svg.current?.querySelectorAll<SVGElement>("[data-bar]")[next]?.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      pick(picked ?? { first: now, last: now });
    } else if (event.key === "Escape" && picked !== null) setPicked(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = place === null ? null : (bars[place] ?? null);
  const range = picked === null ? null : rangeOf(picked, bars);
  const said =
    range !== null
      ? `${zone.format(range.from)} – ${zone.format(range.to)}`
      : shown !== null
        ? say(shown, place ?? 0)
        : isExact
          ? ""
          : t("partly");
  return (
    <div className={styles.chart}>
      <svg
        ref={svg}
        className={styles.bars}
        width={width}
        height={HEIGHT}
        role="group"
        aria-label={t("hint")}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => {
          const at = barAt(event);
          setPlace(at);
          if (picked !== null && event.buttons === 1) setPicked({ ...picked, last: at });
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setPicked({ first: barAt(event), last: barAt(event) });
        }}
        onPointerUp={(event) => {
          // Its own place: of a quick brush the last move was not drawn yet.
          if (event.button === 0 && picked !== null) pick({ ...picked, last: barAt(event) });
        }}
        onPointerCancel={() => setPicked(null)}
        onPointerLeave={() => setPlace(null)}
      >
        <HistogramPatterns id={id} />
        {bands.map((band) => (
          <BandArea key={band.id} id={id} band={band} bars={bars} width={width} />
        ))}
        {picked !== null && <PickedArea picked={picked} step={step} />}
        {bars.map((bar, index) => (
          <g
            key={index}
            data-bar={index}
            role="button"
            tabIndex={index === (place ?? 0) ? 0 : -1}
            aria-label={say(bar, index)}
            className={styles.bar}
            onFocus={() => setPlace(index)}
          >
            <rect className={styles.hit} x={index * step} width={step} height={HEIGHT} />
            {segmentsOf(bar.counts, { highest, height: HEIGHT - 2 }).map((part) => (
              <g key={part.group} transform={`translate(${index * step + 0.5}, ${part.top + 1})`}>
                <rect
                  className={styles[part.group]}
                  width={Math.max(1, step - 1)}
                  height={part.height}
                />
                <rect
                  fill={`url(#${id}${part.group})`}
                  width={Math.max(1, step - 1)}
                  height={part.height}
                />
              </g>
            ))}
          </g>
        ))}
        {ghost !== null && (
          <path
            data-ghost
            className={styles.ghost}
            d={ghostPath(ghost, { step, highest, height: HEIGHT - 2 })}
          />
        )}
      </svg>
      <Axis bars={bars} said={said} />
    </div>
  );
}

/** The range that is being drawn; meanwhile the bars are to stay. */
function useMark(bars: HistogramBar[], onHold: Props["onHold"]) {
  const [picked, setPicked] = useState<Picked | null>(null);
  const isDrawn = picked !== null;
  useEffect(() => {
    if (!isDrawn) return;
    onHold(true);
    return () => onHold(false);
  }, [isDrawn, onHold]);
  // A range that was begun on other bars means nothing on these; the bars stay, and with them the focus.
  const shape = `${bars[0]?.from} ${bars.at(-1)?.to} ${bars.length}`;
  const [drawnOn, drawOn] = useState(shape);
  if (drawnOn !== shape) {
    drawOn(shape);
    setPicked(null);
  }
  return [picked, setPicked] as const;
}

function PickedArea({ picked, step }: { picked: Picked; step: number }) {
  const { first, last } = picked;
  const width = (Math.abs(last - first) + 1) * step;
  return (
    <rect
      data-range
      className={styles.picked}
      x={Math.min(first, last) * step}
      width={width}
      height={HEIGHT}
    />
  );
}

/** Where the chart begins and ends, and what is pointed at. */
function Axis({ bars, said }: { bars: HistogramBar[]; said: string }) {
  const zone = useZone();
  return (
    <div className={styles.axis} aria-hidden="true">
      <span>{zone.format(bars[0]?.from ?? "")}</span>
      <span className={styles.said}>{said}</span>
      <span>{zone.format(bars.at(-1)?.to ?? "")}</span>
    </div>
  );
}

function useSay(
  ghost: number[] | null,
  bands: Band[],
): (bar: HistogramBar, index: number) => string {
  const t = useTranslations("log.histogram");
  const own = useTranslations("chartBefore");
  const groups = useTranslations("log.histogram.group");
  const zone = useZone();
  const parts = (counts: SeverityCounts) =>
    SEVERITY_GROUPS.filter((group) => counts[group] > 0)
      .map((group) => `${groups(group)} ${counts[group]}`)
      .join(", ");
  return ({ from, to, counts }, index) => {
    const count = totalOf(counts);
    const time = `${zone.format(from)} – ${zone.format(to)} ${zone.offset(new Date(from))}`;
    const said =
      count > 0
        ? t("bar", { time, count, parts: parts(counts) })
        : t(isMissing(bands, { from, to }) ? "noneStored" : "none", { time });
    const before = ghost?.[index];
    return before === undefined ? said : `${said} · ${own("said", { count: before })}`;
  };
}

interface AreaProps {
  id: string;
  band: Band;
  bars: HistogramBar[];
  width: number;
}

function BandArea({ id, band, bars, width }: AreaProps) {
  const text = useBandText(band);
  const place = placeOf(band, bars);
  if (place === null) return null;
  const { left, width: part } = place;
  return (
    <rect
      fill={`url(#${id}missing)`}
      x={left * width}
      width={Math.max(2, part * width)}
      height={isPartly(band) ? PARTLY_HEIGHT : HEIGHT}
    >
      <title>{text}</title>
    </rect>
  );
}
