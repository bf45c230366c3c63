"use client";

import { useTranslations } from "use-intl";
import { SEVERITY_GROUPS, type HistogramBar } from "../../../../../../lib/archive/shared.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { useBandText } from "./band-row.client.tsx";
import type { Band } from "./bands.ts";
import { totalOf } from "./histogram-scale.ts";
import styles from "./histogram.module.css";

interface Props {
  bars: HistogramBar[];
  bands: Band[];
  ghost: number[] | null;
  onPick(range: { from: string; to: string }): void;
}

/** The numbers of the chart; stretches without entries are left out. */
export function HistogramTable({ bars, bands, ghost, onPick }: Props) {
  const t = useTranslations("log.histogram");
  const groups = useTranslations("log.histogram.group");
  const zone = useZone();
  const own = useTranslations("chartBefore");
  const lines = bars.map((bar, place) => ({ ...bar, before: ghost?.[place] ?? 0 }));
  const filled = lines.filter(({ counts, before }) => totalOf(counts) > 0 || before > 0);
  return (
    // What can be scrolled can be reached by the keyboard.
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("label")}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              {t("time")}, {zone.offset(new Date(bars[0]?.from ?? ""))}
            </th>
            <th scope="col">{t("all")}</th>
            {SEVERITY_GROUPS.map((group) => (
              <th key={group} scope="col">
                {groups(group)}
              </th>
            ))}
            {ghost !== null && <th scope="col">{own("column")}</th>}
          </tr>
        </thead>
        <tbody>
          {filled.map(({ from, to, counts, before }) => (
            <tr key={from}>
              <th scope="row">
                <button type="button" className={styles.time} onClick={() => onPick({ from, to })}>
                  {zone.format(from)} – {zone.format(to)}
                </button>
              </th>
              <td>{totalOf(counts)}</td>
              {SEVERITY_GROUPS.map((group) => (
                <td key={group}>{counts[group]}</td>
              ))}
              {ghost !== null && <td>{before}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {bands.map((band) => (
        <Missing key={band.id} band={band} />
      ))}
    </div>
  );
}

function Missing({ band }: { band: Band }) {
  return <p className={styles.missing}>{useBandText(band)}</p>;
}
