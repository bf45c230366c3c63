"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { EXPORT_LIMITS, type ExportPreview } from "../../../../../../../lib/exports/shared.ts";
import { ExportFault } from "./export-fault.client.tsx";
import type { ExportChoice } from "./export-request.ts";
import styles from "./export.module.css";

interface Props {
  choice: ExportChoice;
  preview: UseQueryResult<ExportPreview>;
  isDirect: boolean;
  isFull: boolean;
  timeZone: string;
}

/** What the file will hold, said before anything is started. */
export function ExportContents({ choice, preview, isDirect, isFull, timeZone }: Props) {
  const t = useTranslations("exports");
  if (preview.error !== null) return <ExportFault error={preview.error} />;
  const total = preview.data?.total;
  return (
    <div className={styles.contents} role="status">
      <strong className={styles.total}>
        {total === undefined
          ? t("counting")
          : total === null
            ? t("countless")
            : t("total", { count: total })}
      </strong>
      <span>{t("zone", { zone: timeZone })}</span>
      {choice.format === "xlsx" && !isFull && (
        <span>{t("sheet", { rows: EXPORT_LIMITS.sheet, letters: EXPORT_LIMITS.cell })}</span>
      )}
      {isFull && (
        <span className={styles.fault}>{t("sheetFull", { rows: EXPORT_LIMITS.sheet })}</span>
      )}
      {total !== undefined && total !== 0 && !isFull && (
        <span>{t(isDirect ? "direct" : "background", { days: EXPORT_LIMITS.keepDays })}</span>
      )}
    </div>
  );
}
