"use client";

import { useTranslations } from "use-intl";
import { EXPORT_LIMITS } from "../../../../../../../lib/exports/shared.ts";
import { asProblem, problemKind, type Problem } from "../../../../../../_ui/session/problem.ts";
import styles from "./export.module.css";

const KNOWN = ["active", "kept", "sheet_full", "too_many", "order_too_wide"] as const;

/** What failed, in the words of this dialog where it has any. */
export function ExportFault({ error }: { error: unknown }) {
  const t = useTranslations("exports.faults");
  const errors = useTranslations("errors");
  const problem = asProblem(error);
  const known = knownIn(problem);
  return (
    <p className={styles.fault} role="alert">
      {known === null
        ? errors(`${problemKind(problem)}.title`)
        : t(known, { max: EXPORT_LIMITS.ids })}
      {problem.requestId !== null && (
        <span className={styles.request}>
          {errors("requestNumber")} <code>{problem.requestId}</code>
        </span>
      )}
    </p>
  );
}

function knownIn({ details }: Problem): (typeof KNOWN)[number] | "query" | "ids" | null {
  if (details.some(({ at }) => at === "ids")) return "ids";
  if (details.some(({ at }) => at === "q" || at === "from" || at === "to")) {
    const isMany = details.some(({ message }) => message === "too_many");
    return isMany ? "too_many" : "query";
  }
  if (details.some(({ at }) => at === "order")) return "order_too_wide";
  return KNOWN.find((name) => details.some(({ message }) => message === name)) ?? null;
}
