"use client";

import { CircleAlert, TriangleAlert, Workflow } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemo } from "react";
import { classes } from "../../../../../_ui/controls/classes.ts";
import type { ValueGroup } from "./dialog-options.ts";
import { sayValues, titlesOf } from "./say-values.ts";
import type { useStepCheck } from "./use-step-check.ts";
import styles from "./step-settings.module.css";

interface Props {
  check: ReturnType<typeof useStepCheck>;
  groups: ValueGroup[];
  isLost: boolean;
}

/** One line below the fields: what the step will do, or what keeps it from that. */
export function StepSummary({ check, groups, isLost }: Props) {
  const t = useTranslations("stepSettings");
  const titles = useMemo(() => titlesOf(groups), [groups]);
  const { data, error } = check;
  const faults = data?.faults.length ?? 0;
  if (isLost || (error !== null && data === undefined)) {
    return (
      <div className={classes(styles.summary, styles.lost)} role="alert">
        <TriangleAlert size={17} aria-hidden="true" />
        <p>{t(isLost ? "lost" : "unchecked")}</p>
      </div>
    );
  }
  return (
    <div className={classes(styles.summary, faults > 0 && styles.incomplete)} role="status">
      {faults > 0 ? (
        <CircleAlert size={17} aria-hidden="true" />
      ) : (
        <Workflow size={17} aria-hidden="true" />
      )}
      <p>
        {faults > 0
          ? t("faults", { count: faults })
          : data?.summary === undefined || data.summary === null
            ? t("checking")
            : sayValues(data.summary, titles)}
      </p>
    </div>
  );
}
