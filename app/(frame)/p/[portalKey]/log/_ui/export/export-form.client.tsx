"use client";

import { useTranslations } from "use-intl";
import { EXPORT_FORMATS } from "../../../../../../../lib/exports/shared.ts";
import { Choice } from "../../../../../../_ui/controls/choice.client.tsx";
import type { ExportChoice } from "./export-request.ts";
import styles from "./export.module.css";

interface Props {
  choice: ExportChoice;
  onChange(choice: ExportChoice): void;
}

export function ExportForm({ choice, onChange }: Props) {
  const t = useTranslations("exports");
  const change = (part: Partial<ExportChoice>) => onChange({ ...choice, ...part });
  return (
    <div className={styles.form}>
      <span className={styles.label}>{t("format.label")}</span>
      <Choice
        label={t("format.label")}
        look="segments"
        options={EXPORT_FORMATS.map((id) => ({ id, title: t(`format.${id}`) }))}
        value={choice.format}
        onChange={(format) => change({ format })}
      />
      <span className={styles.label}>{t("columns.label")}</span>
      <Choice
        label={t("columns.label")}
        look="segments"
        options={(["shown", "all"] as const).map((id) => ({ id, title: t(`columns.${id}`) }))}
        value={choice.columns}
        onChange={(columns) => change({ columns })}
      />
      {choice.format === "csv" && (
        <>
          <span className={styles.label}>{t("delimiter.label")}</span>
          <Choice
            label={t("delimiter.label")}
            look="segments"
            options={(["comma", "semicolon", "tab"] as const).map((id) => ({
              id,
              title: t(`delimiter.${id}`),
            }))}
            value={choice.delimiter}
            onChange={(delimiter) => change({ delimiter })}
          />
        </>
      )}
    </div>
  );
}
