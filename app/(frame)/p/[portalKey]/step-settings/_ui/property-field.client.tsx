"use client";

import { useTranslations } from "use-intl";
import { useId } from "react";
import type { DialogProperty, ValueGroup } from "./dialog-options.ts";
import { ChoicesControl } from "./choices-control.client.tsx";
import { ConnectionControl } from "./connection-control.client.tsx";
import { PeopleControl } from "./people-control.client.tsx";
import { QueryControl } from "./query-control.client.tsx";
import { queryFaults } from "./query-faults.ts";
import { SelectControl } from "./select-control.client.tsx";
import { TextControl } from "./text-control.client.tsx";
import { TextsControl } from "./texts-control.client.tsx";
import styles from "./step-settings.module.css";

interface FieldProps {
  property: DialogProperty;
  values: string[];
  fault: string | null;
  groups: ValueGroup[];
  onChange(values: string[]): void;
}

export interface ControlProps extends FieldProps {
  /** Of the label and of what describes the control. */
  ids: { control: string; label: string; note: string };
}

/** One property: its name, the control that fits it, and what is wrong or worth knowing. */
export function PropertyField(props: FieldProps) {
  const { property } = props;
  // The box of a query says itself, and at once, what cannot be read in it.
  const isTold = property.input === "query" && queryFaults(props.values[0] ?? "").length > 0;
  const fault = isTold ? null : props.fault;
  const isMissing = property.isRequired && props.values.every((value) => value.trim() === "");
  const t = useTranslations("stepSettings");
  const id = useId();
  const ids = { control: `${id}-control`, label: `${id}-label`, note: `${id}-note` };
  return (
    <div
      className={styles.field}
      data-property={property.key}
      // What is said below a control would else stay out of sight in the low dialog.
      onFocus={(event) => event.currentTarget.scrollIntoView({ block: "nearest" })}
    >
      <label className={styles.label} id={ids.label} htmlFor={ids.control}>
        {property.name}
        {property.isRequired && (
          <span className={styles.required} title={t("required")}>
            <span aria-hidden="true">*</span>
            <span className="visually-hidden">{t("required")}</span>
          </span>
        )}
      </label>
      <div className={styles.control}>
        <Control {...props} ids={ids} />
        <p id={ids.note} className={noteLook(property, fault)}>
          {fault === null
            ? property.description
            : isMissing
              ? t("missing", { note: property.description ?? "" })
              : t("fault", { text: fault })}
        </p>
      </div>
    </div>
  );
}

// How times are written is long, and said by an example in the box.
function noteLook({ input }: DialogProperty, fault: string | null): string | undefined {
  if (fault !== null) return styles.wrong;
  return input === "moment" ? "visually-hidden" : styles.note;
}

function Control(props: ControlProps) {
  const { type, input, isMultiple } = props.property;
  if (type === "user") return <PeopleControl {...props} />;
  if (input === "event-types" || (type === "select" && isMultiple)) {
    return <ChoicesControl {...props} />;
  }
  if (type === "select" || type === "bool") return <SelectControl {...props} />;
  if (input === "connection") return <ConnectionControl {...props} />;
  if (isMultiple) return <TextsControl {...props} />;
  return input === "query" ? <QueryControl {...props} /> : <TextControl {...props} />;
}
