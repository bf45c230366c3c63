"use client";

import { UserPlus } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemo, useState } from "react";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { choosePeople } from "../../../../../_ui/session/frame-calls.ts";
import { InsertValue } from "./insert-value.client.tsx";
import { sayValues, titlesOf } from "./say-values.ts";
import { usePeople } from "./use-people.ts";
import { ValueChips } from "./value-chips.client.tsx";
import type { ControlProps } from "./property-field.client.tsx";
import styles from "./step-settings.module.css";

/** People, chosen in the portal's own dialog. */
export function PeopleControl({ property, values, groups, ids, onChange }: ControlProps) {
  const t = useTranslations("stepSettings");
  const titles = useMemo(() => titlesOf(groups), [groups]);
  const people = usePeople(values);
  const [isFailed, setFailed] = useState(false);
  const { isMultiple } = property;
  const join = (added: string[]) =>
    onChange(isMultiple ? [...new Set([...values, ...added])] : added.slice(0, 1));
  const choose = async () => {
    try {
      setFailed(false);
      const chosen = await choosePeople(isMultiple);
      people.learn(chosen);
      join(chosen.map(({ id }) => `user_${id}`));
    } catch {
      // The button says so: without the portal's page nobody can be chosen.
      setFailed(true);
    }
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
        say={(value) => people.nameOf(value) ?? sayValues(value, titles)}
        onChange={onChange}
      />
      <Button onPress={() => void choose()}>
        <UserPlus size={16} />
        {t(isMultiple ? "choosePeople" : "choosePerson")}
      </Button>
      <InsertValue name={property.name} groups={groups} onInsert={(put) => join([put])} />
      {isFailed && (
        <p role="alert" className={styles.wrong}>
          {t("noDialog")}
        </p>
      )}
    </div>
  );
}
