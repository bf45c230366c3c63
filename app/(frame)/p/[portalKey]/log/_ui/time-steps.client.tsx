"use client";

import { ChevronLeft, ChevronRight, Undo2, ZoomOut } from "lucide-react";
import { useTranslations } from "use-intl";
import { useState } from "react";
import { IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { useCommands } from "../../../../../_ui/keys/commands.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import {
  isSameRange,
  noted,
  shifted,
  toRange,
  zoomedOut,
  type RangeHistory,
  type TimeView,
} from "./time-moves.ts";
import { resolveTime, type TimeRange } from "./time-range.ts";
import styles from "./time-steps.module.css";

interface Props {
  range: TimeRange;
  onGo(range: TimeRange): void;
}

/** Steps along the time: before, after, wider, and back to the range of before. */
export function TimeSteps({ range, onGo }: Props) {
  const t = useTranslations("timeSteps");
  const own = useTranslations("logCommands");
  const { timeZone } = useZone();
  const past = usePast(range);
  const canMove = range.from !== null;
  const move = (step: (view: TimeView, now: number) => TimeView | null) => {
    const now = new Date();
    const view = viewOf(range, now, timeZone);
    const next = view === null ? null : step(view, now.getTime());
    if (next !== null) onGo(toRange(next));
  };
  const back = () => {
    if (past !== null) onGo(past);
  };
  const earlier = () => move((view, now) => shifted(view, "back", now));
  const later = () => move((view, now) => shifted(view, "onward", now));
  const wider = () => move(zoomedOut);
  const isPast = range.to !== null;
  useCommands([
    ...(past === null ? [] : [{ id: "back", title: own("back"), key: "b", act: back }]),
    ...(canMove ? [{ id: "earlier", title: own("earlier"), key: ",", act: earlier }] : []),
    ...(canMove && isPast ? [{ id: "later", title: own("later"), key: ".", act: later }] : []),
    ...(canMove ? [{ id: "wider", title: own("wider"), key: "-", act: wider }] : []),
  ]);
  if (!canMove && past === null) return null;
  return (
    <div className={styles.steps} role="group" aria-label={t("label")}>
      {past !== null && (
        <IconButton size="sm" label={t("back")} shortcut="b" onPress={back}>
          <Undo2 size={16} />
        </IconButton>
      )}
      {canMove && (
        <>
          <IconButton size="sm" label={t("earlier")} shortcut="," onPress={earlier}>
            <ChevronLeft size={17} />
          </IconButton>
          <IconButton
            size="sm"
            label={t("later")}
            shortcut="."
            isDisabled={!isPast}
            onPress={later}
          >
            <ChevronRight size={17} />
          </IconButton>
          <IconButton size="sm" label={t("wider")} shortcut="-" onPress={wider}>
            <ZoomOut size={16} />
          </IconButton>
        </>
      )}
    </div>
  );
}

/** The range shown before this one, whether it was left here or by the browser's own Back. */
function usePast({ from, to }: TimeRange): TimeRange | null {
  const [history, setHistory] = useState<RangeHistory>({ present: { from, to }, past: [] });
  if (!isSameRange(history.present, { from, to })) setHistory(noted(history, { from, to }));
  return history.past.at(-1) ?? null;
}

function viewOf({ from, to }: TimeRange, now: Date, timeZone: string): TimeView | null {
  const start = from === null ? null : resolveTime(from, now, timeZone);
  const end = to === null ? now : resolveTime(to, now, timeZone);
  if (start === null || end === null || start >= end) return null;
  return { from: start.getTime(), to: end.getTime() };
}
