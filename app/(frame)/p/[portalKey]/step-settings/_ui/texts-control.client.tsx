"use client";

import { Plus, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { InsertValue } from "./insert-value.client.tsx";
import type { ControlProps } from "./property-field.client.tsx";
import styles from "./step-settings.module.css";

/** Several texts, one below the other. */
export function TextsControl({ property, values, fault, groups, ids, onChange }: ControlProps) {
  const t = useTranslations("stepSettings");
  const { name } = property;
  const shown = values.length === 0 ? [""] : values;
  const change = (place: number, text: string) => onChange(shown.with(place, text));
  return (
    <div className={styles.rows} role="group" aria-labelledby={ids.label}>
      {shown.map((text, place) => (
        <div key={place} className={styles.line}>
          <input
            id={place === 0 ? ids.control : undefined}
            className={styles.box}
            aria-label={t("nth", { name, number: place + 1 })}
            aria-describedby={ids.note}
            aria-invalid={fault !== null}
            autoComplete="off"
            value={text}
            onChange={(event) => change(place, event.target.value)}
          />
          <InsertValue
            name={t("nth", { name, number: place + 1 })}
            groups={groups}
            onInsert={(expression) => change(place, `${text}${expression}`)}
          />
          <IconButton
            label={t("remove", { name: t("nth", { name, number: place + 1 }) })}
            isDisabled={shown.length === 1 && text === ""}
            onPress={() => onChange(shown.filter((_, other) => other !== place))}
          >
            <X size={15} />
          </IconButton>
        </div>
      ))}
      <div>
        <Button size="sm" onPress={() => onChange([...shown, ""])}>
          <Plus size={15} />
          {t("add")}
        </Button>
      </div>
    </div>
  );
}
