"use client";

import { useTranslations } from "use-intl";
import { useRef } from "react";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { InsertValue } from "./insert-value.client.tsx";
import { putIn } from "./put-in.ts";
import type { ControlProps } from "./property-field.client.tsx";
import styles from "./step-settings.module.css";

/** A line, several lines, or a number; a value of the process may stand in any of them. */
export function TextControl({ property, values, fault, groups, ids, onChange }: ControlProps) {
  const t = useTranslations("stepSettings");
  const line = useRef<HTMLInputElement>(null);
  const lines = useRef<HTMLTextAreaElement>(null);
  const { type, input, name } = property;
  const text = values[0] ?? "";
  const isLong = type === "text";
  const isNumber = type === "int";
  const isMoment = input === "moment";
  const shared = {
    id: ids.control,
    "aria-describedby": ids.note,
    "aria-invalid": fault !== null,
    "aria-required": property.isRequired,
    value: text,
    spellCheck: !isNumber && input === null,
    onChange: (event: { target: { value: string } }) => onChange([event.target.value]),
  };
  return (
    <div className={styles.line}>
      {isLong ? (
        <textarea
          {...shared}
          ref={lines}
          rows={3}
          className={classes(styles.box, styles.long, input === "json" && styles.mono)}
        />
      ) : (
        <input
          {...shared}
          ref={line}
          className={classes(styles.box, isNumber && styles.number)}
          inputMode={isNumber ? "numeric" : "text"}
          autoComplete="off"
          placeholder={isMoment ? "2026-09-01T14:00:00" : undefined}
          title={isMoment ? (property.description ?? undefined) : undefined}
        />
      )}
      {input === "minutes" && <span className={styles.unit}>{t("minutes")}</span>}
      <InsertValue
        name={name}
        groups={groups}
        onInsert={(put) => onChange([isNumber ? put : putIn(isLong ? lines : line, text, put)])}
      />
    </div>
  );
}
