"use client";

import { useTranslations } from "use-intl";
import type { RefObject } from "react";
import { PopoverBox } from "../../../../../_ui/controls/popover-box.client.tsx";
import { formatOffset } from "../../../../../_ui/time/format-time.ts";
import { browserZone } from "../../../../../_ui/time/zone-choice.ts";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import styles from "./zone-popover.module.css";

interface Props {
  tz: string | null;
  trigger: RefObject<HTMLElement | null>;
  onOpenChange(isOpen: boolean): void;
  onChange(tz: string | null): void;
}

const ZONES = ["portal", "browser", "UTC"] as const;

/** The clocks times can be read by, each with its present offset. */
export function ZonePopover({ tz, trigger, onOpenChange, onChange }: Props) {
  const t = useTranslations("zoneFilter");
  return (
    <PopoverBox label={t("title")} trigger={trigger} onOpenChange={onOpenChange}>
      <ZoneChoices
        tz={tz}
        onChange={(zone) => {
          onChange(zone);
          onOpenChange(false);
        }}
      />
    </PopoverBox>
  );
}

export function ZoneChoices({ tz, onChange }: Pick<Props, "tz" | "onChange">) {
  const t = useTranslations("zoneFilter");
  const { timeZone } = useSession();
  const chosen = tz ?? "portal";
  const zoneOf = { portal: timeZone ?? browserZone(), browser: browserZone(), UTC: "UTC" };
  const isOther = !ZONES.some((name) => name === chosen);
  return (
    <fieldset className={styles.zones}>
      <legend className={styles.title}>{t("title")}</legend>
      {ZONES.map((name) => (
        <label key={name} className={styles.zone}>
          <input
            type="radio"
            name="zone"
            checked={name === chosen}
            onChange={() => onChange(name === "portal" ? null : name)}
          />
          <span className={styles.name}>{t(`zone.${name}`)}</span>
          <span className={styles.offset}>
            {name === "UTC" ? "" : `${zoneOf[name]} · ${formatOffset(new Date(), zoneOf[name])}`}
          </span>
        </label>
      ))}
      {isOther && (
        <label className={styles.zone}>
          <input type="radio" name="zone" checked readOnly />
          <span className={styles.name}>{tz}</span>
          <span className={styles.offset}>{formatOffset(new Date(), chosen)}</span>
        </label>
      )}
    </fieldset>
  );
}
