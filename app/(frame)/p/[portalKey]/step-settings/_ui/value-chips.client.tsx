"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import styles from "./step-settings.module.css";

interface Props {
  values: string[];
  say(value: string): string;
  onChange(values: string[]): void;
}

/** What is chosen, each to be taken away. */
export function ValueChips({ values, say, onChange }: Props) {
  const t = useTranslations("stepSettings");
  if (values.length === 0) return null;
  return (
    <ul className={styles.chips}>
      {values.map((value, place) => (
        <li key={`${place} ${value}`} className={styles.chip}>
          <span title={value}>{say(value)}</span>
          <button
            type="button"
            aria-label={t("remove", { name: say(value) })}
            onClick={() => onChange(values.filter((_, other) => other !== place))}
          >
            <X size={13} aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}
