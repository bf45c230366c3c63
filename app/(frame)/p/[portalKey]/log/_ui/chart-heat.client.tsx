"use client";

import { useFormatter, useLocale, useTranslations } from "use-intl";
import { useRef, useState, type KeyboardEvent } from "react";
import type { HeatMap } from "../../../../../../lib/archive/shared.ts";
import { keyName } from "../../../../../_ui/keys/match-key.ts";
import type { MarkAt, MarkEdit } from "./chart-menu.client.tsx";
import type { HeatCell } from "./heat-query.ts";
import styles from "./charts.module.css";

interface Props {
  map: HeatMap;
  isTable: boolean;
  onEdit(edit: "include" | "exclude", cell: HeatCell): void;
  onMenu(at: MarkAt): void;
}

const [CELL, LEFT, TOP] = [24, 34, 18];
const EDITS: readonly MarkEdit[] = ["include", "exclude"];

/** Hours and days of the week: the more happened, the larger and darker the square. */
export function ChartHeat({ map, isTable, onEdit, onMenu }: Props) {
  const t = useTranslations("charts");
  const say = useSayCell(map);
  const weekdays = useWeekdays();
  const svg = useRef<SVGSVGElement>(null);
  const [place, setPlace] = useState<HeatCell>({ day: 0, hour: 0 });
  const highest = Math.max(1, ...map.days.flat());
  const openMenu = (element: Element, cell: HeatCell) => {
    const act = (edit: MarkEdit) => onEdit(edit === "exclude" ? "exclude" : "include", cell);
    onMenu({ element, title: say(cell).when, edits: EDITS, act });
  };
  const onKeyDown = (event: KeyboardEvent<SVGSVGElement>) => {
    const next = moved(event.key, place);
    if (next !== null) {
      setPlace(next);
      svg.current?.querySelector<SVGElement>(`[data-cell="${next.day} ${next.hour}"]`)?.focus();
    } else if (event.key === "Enter" || event.key === " ") onEdit("include", place);
    else if (keyName(event) === "m" || (event.key === "F10" && event.shiftKey)) {
      openMenu(event.target as Element, place);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (isTable) return <HeatTable map={map} weekdays={weekdays} />;
  return (
    <div className={styles.scroll}>
      <svg
        ref={svg}
        className={styles.heat}
        width={LEFT + 24 * CELL}
        height={TOP + 7 * CELL}
        role="group"
        aria-label={t("heatHint")}
        onKeyDown={onKeyDown}
      >
        {[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => (
          <text key={hour} className={styles.tick} x={LEFT + hour * CELL} y={TOP - 6}>
            {String(hour).padStart(2, "0")}
          </text>
        ))}
        {map.days.map((hours, day) => (
          <g key={day} transform={`translate(0, ${TOP + day * CELL})`}>
            <text className={styles.tick} x={0} y={CELL * 0.65} aria-hidden="true">
              {weekdays[day]}
            </text>
            {hours.map((count, hour) => (
              <g
                key={hour}
                data-cell={`${day} ${hour}`}
                role="button"
                tabIndex={day === place.day && hour === place.hour ? 0 : -1}
                aria-label={say({ day, hour }).whole}
                className={styles.cell}
                transform={`translate(${LEFT + hour * CELL}, 0)`}
                onFocus={() => setPlace({ day, hour })}
                onClick={() => onEdit("include", { day, hour })}
                onContextMenu={(event) => {
                  event.preventDefault();
                  openMenu(event.currentTarget, { day, hour });
                }}
              >
                <title>{say({ day, hour }).whole}</title>
                <rect className={styles.ground} width={CELL - 2} height={CELL - 2} rx="3" />
                <Square share={count / highest} />
              </g>
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}

function Square({ share }: { share: number }) {
  if (share === 0) return null;
  const size = Math.max(4, Math.sqrt(share) * (CELL - 2));
  const edge = (CELL - 2 - size) / 2;
  return (
    <rect
      className={styles.fill}
      x={edge}
      y={edge}
      width={size}
      height={size}
      rx="2"
      fillOpacity={0.35 + share * 0.65}
    />
  );
}

function HeatTable({ map, weekdays }: { map: HeatMap; weekdays: string[] }) {
  const t = useTranslations("charts");
  const format = useFormatter();
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("heat")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t("hour")}</th>
            {weekdays.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: 24 }, (_, hour) => (
            <tr key={hour}>
              <th scope="row">{clock(hour)}</th>
              {map.days.map((hours, day) => (
                <td key={day}>{format.number(hours[hour] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function useSayCell(map: HeatMap) {
  const t = useTranslations("charts");
  const weekdays = useWeekdays("long");
  return ({ day, hour }: HeatCell) => {
    const when = `${weekdays[day] ?? ""}, ${clock(hour)} – ${clock((hour + 1) % 24)}`;
    const count = map.days[day]?.[hour] ?? 0;
    return { when, whole: t("cell", { when, count }) };
  };
}

function useWeekdays(weekday: "short" | "long" = "short"): string[] {
  const format = new Intl.DateTimeFormat(useLocale(), { weekday, timeZone: "UTC" });
  // The first of January 2024 was a Monday.
  return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)));
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

function moved(key: string, { day, hour }: HeatCell): HeatCell | null {
  if (key === "ArrowRight") return { day, hour: Math.min(23, hour + 1) };
  if (key === "ArrowLeft") return { day, hour: Math.max(0, hour - 1) };
  if (key === "ArrowDown") return { day: Math.min(6, day + 1), hour };
  if (key === "ArrowUp") return { day: Math.max(0, day - 1), hour };
  if (key === "Home") return { day, hour: 0 };
  return key === "End" ? { day, hour: 23 } : null;
}
