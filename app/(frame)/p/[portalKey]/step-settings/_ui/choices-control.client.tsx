"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import { hasExpression } from "../../../../../../lib/steps/shared.ts";
import { Picker, type PickerItem } from "../../../../../_ui/controls/picker.client.tsx";
import { InsertValue } from "./insert-value.client.tsx";
import { sayValues, titlesOf } from "./say-values.ts";
import { useOptions } from "./use-options.ts";
import { ValueChips } from "./value-chips.client.tsx";
import type { ControlProps } from "./property-field.client.tsx";
import styles from "./step-settings.module.css";

const OWN_CODE = /^[A-Z][A-Z0-9_.:\\-]{1,99}$/;

/** Some of the options, by name; what is none of them stays, and codes of events can be typed. */
export function ChoicesControl({ property, values, groups, ids, onChange }: ControlProps) {
  const t = useTranslations("stepSettings");
  const options = useOptions(property);
  const titles = useMemo(() => titlesOf(groups), [groups]);
  const names = useMemo(
    () => new Map(options.map(({ value, title }) => [value, title])),
    [options],
  );
  const items: PickerItem[] = [
    ...values
      .filter((value) => !names.has(value) && !hasExpression(value))
      .map((value) => ({ id: value, title: value })),
    ...options.map(({ value, title }) => ({
      id: value,
      title,
      ...(title !== value && { note: value }),
    })),
  ];
  const itemFor = (text: string): PickerItem | null =>
    property.input === "event-types" && OWN_CODE.test(text)
      ? { id: text, title: t("ownCode", { code: text }) }
      : null;
  const add = (expression: string) => {
    if (!values.includes(expression)) onChange([...values, expression]);
  };
  return (
    <div
      className={styles.line}
      role="group"
      aria-labelledby={ids.label}
      aria-describedby={ids.note}
    >
      <ValueChips
        values={values}
        say={(value) => names.get(value) ?? sayValues(value, titles)}
        onChange={onChange}
      />
      <Picker
        label={t("choose")}
        value={null}
        items={items}
        selected={values}
        isMultiple={property.isMultiple}
        searchLabel={t("search", { name: property.name })}
        onChange={(chosen) => onChange([...values.filter(hasExpression), ...chosen])}
        itemFor={itemFor}
      />
      <InsertValue name={property.name} groups={groups} onInsert={add} />
    </div>
  );
}
