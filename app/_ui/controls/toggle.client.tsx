"use client";

import type { ReactNode } from "react";
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
    <label className={styles.toggle}>
      <input
        type="checkbox"
        role="switch"
        className="visually-hidden"
        aria-label={label}
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={styles.track} aria-hidden="true">
        <span className={styles.knob} />
      </span>
      {children}
    </label>
  );
}
