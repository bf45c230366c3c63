"use client";

import { useTranslations } from "use-intl";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { InsertValue } from "./insert-value.client.tsx";
import { sayValues, titlesOf } from "./say-values.ts";
import { useOptions } from "./use-options.ts";
import type { ControlProps } from "./property-field.client.tsx";
import styles from "./step-settings.module.css";

/** One of the options; a value of the process, or one that is none of them, stays and can be kept. */
export function SelectControl({ property, values, fault, groups, ids, onChange }: ControlProps) {
  const t = useTranslations("stepSettings");
  const options = useOptions(property);
  const value = values[0] ?? "";
  const isKnown = value === "" || options.some((option) => option.value === value);
  return (
    <div className={styles.line}>
      <select
        id={ids.control}
        className={classes(styles.box, styles.select)}
        aria-describedby={ids.note}
        aria-invalid={fault !== null}
        value={value}
        onChange={(event) => onChange([event.target.value])}
      >
        {(value === "" || !property.isRequired) && <option value="">{t("notSet")}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.title}
          </option>
        ))}
        {!isKnown && <option value={value}>{sayValues(value, titlesOf(groups))}</option>}
      </select>
      <InsertValue
        name={property.name}
        groups={groups}
        onInsert={(expression) => onChange([expression])}
      />
    </div>
  );
}
