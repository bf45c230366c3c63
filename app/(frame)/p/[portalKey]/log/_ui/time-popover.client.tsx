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
  tz: string | null;
  trigger: RefObject<HTMLElement | null>;
  onOpenChange(isOpen: boolean): void;
  onChoose(range: TimeRange): void;
  onZone(tz: string | null): void;
}

const ZONES = ["portal", "browser", "UTC"] as const;
type ZoneName = (typeof ZONES)[number];

export function TimePopover({ range, tz, trigger, onOpenChange, onChoose, onZone }: Props) {
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
          <fieldset className={styles.zone}>
            <legend className={styles.zoneTitle}>
              {t("zone.label", { offset: zone.offset() })}
            </legend>
            {ZONES.map((name) => (
              <label key={name} className={styles.zoneChoice}>
                <input
                  type="radio"
                  name="zone"
                  checked={name === zoneName(tz)}
                  onChange={() => onZone(name === "portal" ? null : name)}
                />
                {t(`zone.${name}`)}
              </label>
            ))}
            {zoneName(tz) === null && <span>{tz}</span>}
          </fieldset>
        </div>
        <CustomRange range={range} onApply={onChoose} />
      </div>
    </PopoverBox>
  );
}

function zoneName(tz: string | null): ZoneName | null {
  return ZONES.find((name) => name === (tz ?? "portal")) ?? null;
}
