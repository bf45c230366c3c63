import { useTranslations } from "use-intl";
import { useCallback } from "react";
import type { KeepClass } from "../../../../../../lib/archive/shared.ts";

/** A class of retention in words: whole years as years. */
export function useKeepWords(): (months: KeepClass) => string {
  const t = useTranslations("settings.retention.months");
  return useCallback(
    (months) => {
      if (months === 0) return t("forever");
      return months % 12 === 0
        ? t("years", { count: months / 12 })
        : t("months", { count: months });
    },
    [t],
  );
}
