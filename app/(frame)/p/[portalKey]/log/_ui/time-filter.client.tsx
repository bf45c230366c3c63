"use client";

import { CalendarRange, ChevronDown, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, useRef } from "react";
import { classes } from "../../../../../_ui/controls/classes.ts";
import picker from "../../../../../_ui/controls/picker.module.css";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { lastOf, presetOf, type TimeRange } from "./time-range.ts";
import { later } from "../../../../../_ui/later.ts";

const loadPopover = async () => (await import("./time-popover.client.tsx")).TimePopover;
const TimePopover = later(loadPopover);

interface Props {
  range: TimeRange;
  tz: string | null;
  /** Closed, or open for a range or for a moment to go to. */
  open: "range" | "moment" | null;
  onOpenChange(isOpen: boolean): void;
  onChange(part: Partial<TimeRange> & { tz?: string | null; isLive?: boolean }): void;
  onGoTo(at: string): void;
}

export function TimeFilter({ range, tz, open, onOpenChange, onChange, onGoTo }: Props) {
  const isOpen = open !== null;
  const go = (next: TimeRange) => onChange(next.to === null ? next : { ...next, isLive: false });
  const t = useTranslations("time");
  const trigger = useRef<HTMLButtonElement>(null);
  const isSet = presetOf(range) !== "all";
  const choose = (next: TimeRange) => {
    go(next);
    onOpenChange(false);
  };
  return (
    <div className={classes(picker.field, isSet && picker.set)}>
      <button
        ref={trigger}
        type="button"
        className={picker.trigger}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={() => void loadPopover()}
        onClick={() => onOpenChange(true)}
      >
        <CalendarRange size={16} strokeWidth={1.8} aria-hidden="true" />
        <span className={isSet ? picker.value : undefined}>{useRangeText(range)}</span>
        {!isSet && <ChevronDown size={15} aria-hidden="true" />}
      </button>
      {isSet && (
        <button
          type="button"
          className={picker.clear}
          aria-label={t("clear")}
          onClick={() => go({ from: null, to: null })}
        >
          <X size={14} />
        </button>
      )}
      {isOpen && (
        <Suspense>
          <TimePopover
            range={range}
            tz={tz}
            trigger={trigger}
            onOpenChange={onOpenChange}
            onChoose={choose}
            onZone={(zone) => onChange({ tz: zone })}
            isForMoment={open === "moment"}
            onGoTo={(at) => {
              onOpenChange(false);
              onGoTo(at);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

function useRangeText(range: TimeRange): string {
  const t = useTranslations("time");
  const relative = useTranslations("lastTime");
  const zone = useZone();
  const preset = presetOf(range);
  if (preset !== null) return t(`preset.${preset}`);
  const last = lastOf(range);
  if (last !== null) return relative(last.unit, { count: last.count });
  const say = (text: string) => (text.startsWith("now") ? text : zone.format(text));
  if (range.to === null) return t("since", { from: say(range.from ?? "") });
  if (range.from === null) return t("until", { to: say(range.to) });
  return t("between", { from: say(range.from), to: say(range.to) });
}
