"use client";

import { useTranslations } from "use-intl";
import type { RefObject } from "react";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { PopoverBox } from "../../../../../_ui/controls/popover-box.client.tsx";
import { CustomRange } from "./custom-range.client.tsx";
import { presetOf, presetRange, PRESETS, type TimeRange } from "./time-range.ts";
import { TypedRange } from "./typed-range.client.tsx";
import { ZoneChoices } from "./zone-popover.client.tsx";
import styles from "./time-filter.module.css";

interface Props {
  range: TimeRange;
  tz: string | null;
  trigger: RefObject<HTMLElement | null>;
  onOpenChange(isOpen: boolean): void;
  onChoose(range: TimeRange): void;
  onZone(tz: string | null): void;
  /** What is typed comes first. */
  isForMoment: boolean;
  onGoTo(at: string): void;
}

export function TimePopover(props: Props) {
  const { range, tz, trigger, onOpenChange, onChoose, onZone, isForMoment, onGoTo } = props;
  const t = useTranslations("time");
  const preset = presetOf(range);
  return (
    <PopoverBox label={t("label")} trigger={trigger} onOpenChange={onOpenChange}>
      <div className={styles.dialog}>
        <div className={styles.presets} role="group" aria-label={t("presets")}>
          {PRESETS.map((name) => (
            <button
              key={name}
              type="button"
              className={classes(styles.preset, name === preset && styles.chosen)}
              aria-pressed={name === preset}
              onClick={() => onChoose(presetRange(name))}
            >
              {t(`preset.${name}`)}
            </button>
          ))}
          <div className={styles.zone}>
            <ZoneChoices tz={tz} onChange={onZone} />
          </div>
        </div>
        <div className={styles.custom}>
          <TypedRange isFirst={isForMoment} onApply={onChoose} onGoTo={onGoTo} />
          <CustomRange range={range} onApply={onChoose} />
        </div>
      </div>
    </PopoverBox>
  );
}
