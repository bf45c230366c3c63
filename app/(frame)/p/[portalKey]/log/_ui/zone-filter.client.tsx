"use client";

import { Globe } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, useRef, useState } from "react";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { later } from "../../../../../_ui/later.ts";
import styles from "./zone-filter.module.css";

const loadPopover = async () => (await import("./zone-popover.client.tsx")).ZonePopover;
const ZonePopover = later(loadPopover);

interface Props {
  tz: string | null;
  onChange(tz: string | null): void;
}

/** The zone of all times on the page, always in view. */
export function ZoneFilter({ tz, onChange }: Props) {
  const t = useTranslations("zoneFilter");
  const zone = useZone();
  const trigger = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const offset = zone.offset();
  const name = zone.source === "chosen" ? zone.timeZone : t(`source.${zone.source}`);
  return (
    <div className={styles.zone}>
      <button
        ref={trigger}
        type="button"
        className={styles.trigger}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={t("label", { offset, name })}
        title={t("label", { offset, name })}
        onPointerEnter={() => void loadPopover()}
        onClick={() => setOpen(true)}
      >
        <Globe size={15} strokeWidth={1.8} aria-hidden="true" />
        <span>{offset}</span>
      </button>
      {isOpen && (
        <Suspense>
          <ZonePopover tz={tz} trigger={trigger} onOpenChange={setOpen} onChange={onChange} />
        </Suspense>
      )}
    </div>
  );
}
