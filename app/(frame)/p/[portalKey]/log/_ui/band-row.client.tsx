"use client";

import { CalendarX2, CloudDownload, Hourglass, Unplug } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import type { Band } from "./bands.ts";
import type { Coverage } from "./use-coverage.ts";
import styles from "./band-row.module.css";

const ICONS = { pending: CloudDownload, lost: Unplug, before: Hourglass, removed: CalendarX2 };

/** What the archive does not have between two rows, since when until when, and what can be done. */
export function BandRow({ band, coverage }: { band: Band; coverage: Coverage }) {
  const t = useTranslations("log.band");
  const Icon = ICONS[band.state];
  const text = useBandText(band);
  const load = () => coverage.load(new Date(Date.parse(band.to) + 1).toISOString());
  return (
    <span className={styles.band} data-state={band.state}>
      <Icon size={16} aria-hidden="true" />
      <span className={styles.text} title={text}>
        {text}
      </span>
      {band.state === "pending" && (
        <Button size="sm" isPending={coverage.isLoading} onPress={load}>
          {t(coverage.isLoading ? "loading" : coverage.isRefused ? "again" : "load")}
        </Button>
      )}
    </span>
  );
}

export function useBandText(band: Band): string {
  const t = useTranslations("log.band");
  const zone = useZone();
  const end = zone.format(band.to);
  if (band.state === "removed") {
    const { from, months, isWhole } = band;
    return t(isWhole ? "removed.whole" : "removed.part", {
      months,
      from: zone.format(from),
      to: end,
    });
  }
  const { state, from } = band;
  if (from === null) return t(`${state}.since`, { to: end });
  return t(`${state}.between`, { from: zone.format(from), to: end });
}
