"use client";

import { useTranslations } from "use-intl";
import type { RefObject } from "react";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { PopoverBox } from "../../../../../_ui/controls/popover-box.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { CustomRange } from "./custom-range.client.tsx";
import { presetFrom, presetOf, PRESETS, type TimeRange } from "./time-range.ts";
import styles from "./time-filter.module.css";

interface Props {
  range: TimeRange;
  trigger: RefObject<HTMLElement | null>;
  onOpenChange(isOpen: boolean): void;
  onChoose(range: TimeRange): void;
}

export function TimePopover({ range, trigger, onOpenChange, onChoose }: Props) {
  const t = useTranslations("time");
  const zone = useZone();
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
              onClick={() => onChoose({ from: presetFrom(name), to: null })}
            >
              {t(`preset.${name}`)}
            </button>
          ))}
          <span className={styles.zone}>{t(`zone.${zone.source}`, { offset: zone.offset() })}</span>
        </div>
        <CustomRange range={range} onApply={onChoose} />
      </div>
    </PopoverBox>
  );
}
