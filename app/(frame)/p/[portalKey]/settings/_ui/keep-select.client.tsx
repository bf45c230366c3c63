"use client";

import { KEEP_CLASSES, type KeepClass } from "../../../../../../lib/archive/shared.ts";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { useKeepWords } from "./use-keep-words.ts";
import form from "./settings-form.module.css";

interface Props {
  label: string;
  value: KeepClass;
  onChange(months: KeepClass): void;
}

// The shortest first; for ever is the longest.
const CHOICES = [...KEEP_CLASSES.filter((months) => months > 0), 0] as KeepClass[];

export function KeepSelect({ label, value, onChange }: Props) {
  const words = useKeepWords();
  return (
    <select
      className={classes(form.field, form.select)}
      aria-label={label}
      value={value}
      onChange={({ target }) => {
        const chosen = CHOICES.find((months) => months === Number(target.value));
        if (chosen !== undefined) onChange(chosen);
      }}
    >
      {CHOICES.map((months) => (
        <option key={months} value={months}>
          {words(months)}
        </option>
      ))}
    </select>
  );
}
