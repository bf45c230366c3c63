"use client";

import type { ReactNode } from "react";
import { SwitchButton, SwitchField } from "react-aria-components/Switch";
import styles from "./toggle.module.css";

interface Props {
  isOn: boolean;
  onChange(isOn: boolean): void;
  isDisabled?: boolean;
  label?: string;
  children?: ReactNode;
}

export function Toggle({ isOn, onChange, isDisabled = false, label, children }: Props) {
  return (
    <SwitchField
      className={styles.field ?? ""}
      isSelected={isOn}
      onChange={onChange}
      isDisabled={isDisabled}
      aria-label={label}
    >
      <SwitchButton className={styles.toggle ?? ""}>
        <span className={styles.track} aria-hidden="true">
          <span className={styles.knob} />
        </span>
        {children}
      </SwitchButton>
    </SwitchField>
  );
}
