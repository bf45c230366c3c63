"use client";

import { CalendarRange, ChevronDown, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { lazy, Suspense } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { classes } from "../../../../../_ui/controls/classes.ts";
import picker from "../../../../../_ui/controls/picker.module.css";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { presetFrom, presetOf, PRESETS } from "./time-range.ts";
import styles from "./time-filter.module.css";

const CustomRange = lazy(async () => {
  const file = await import("./custom-range.client.tsx");
  return { default: file.CustomRange };
});

export interface TimeRange {
  from: string | null;
  to: string | null;
}

interface Props {
  range: TimeRange;
  isOpen: boolean;
  onOpenChange(isOpen: boolean): void;
  onChange(range: TimeRange): void;
}

export function TimeFilter({ range, isOpen, onOpenChange, onChange }: Props) {
  const t = useTranslations("time");
  const zone = useZone();
  const preset = presetOf(range);
  const isSet = preset !== "all";
  const choose = (next: TimeRange) => {
    onChange(next);
    onOpenChange(false);
  };
  return (
    <div className={classes(picker.field, isSet && picker.set)}>
      <DialogTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
        <Button className={picker.trigger ?? ""}>
          <CalendarRange size={16} strokeWidth={1.8} aria-hidden="true" />
          <span className={isSet ? picker.value : undefined}>{useRangeText(range)}</span>
          {!isSet && <ChevronDown size={15} aria-hidden="true" />}
        </Button>
        <Popover className={picker.popover ?? ""} placement="bottom start" offset={6}>
          <Dialog className={styles.dialog ?? ""} aria-label={t("label")}>
            <div className={styles.presets} role="group" aria-label={t("presets")}>
              {PRESETS.map((name) => (
                <Button
                  key={name}
                  className={classes(styles.preset, name === preset && styles.chosen)}
                  aria-pressed={name === preset}
                  onPress={() => choose({ from: presetFrom(name), to: null })}
                >
                  {t(`preset.${name}`)}
                </Button>
              ))}
              <span className={styles.zone}>
                {t(`zone.${zone.source}`, { offset: zone.offset() })}
              </span>
            </div>
            <Suspense fallback={<div className={styles.wait} />}>
              <CustomRange range={range} onApply={choose} />
            </Suspense>
          </Dialog>
        </Popover>
      </DialogTrigger>
      {isSet && (
        <Button
          className={picker.clear ?? ""}
          aria-label={t("clear")}
          onPress={() => onChange({ from: null, to: null })}
        >
          <X size={14} />
        </Button>
      )}
    </div>
  );
}

function useRangeText(range: TimeRange): string {
  const t = useTranslations("time");
  const zone = useZone();
  const preset = presetOf(range);
  if (preset !== null) return t(`preset.${preset}`);
  const say = (text: string) => (text.startsWith("now") ? text : zone.format(text));
  if (range.to === null) return t("since", { from: say(range.from ?? "") });
  if (range.from === null) return t("until", { to: say(range.to) });
  return t("between", { from: say(range.from), to: say(range.to) });
}
