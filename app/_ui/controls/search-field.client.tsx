"use client";

import type { KeyboardEvent, ReactNode, Ref } from "react";
import styles from "./search-field.module.css";

interface Props {
  label: string;
  value: string;
  icon?: ReactNode;
  onChange(text: string): void;
  /** Enter; with Shift it goes back. */
  onEnter?: (isBack: boolean) => void;
  ref?: Ref<HTMLInputElement>;
}

/** A small box that looks for a text in a part of the page. Escape empties it before it closes anything. */
export function SearchField({ label, value, icon, onChange, onEnter, ref }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      onEnter?.(event.shiftKey);
    }
    if (event.key !== "Escape" || value === "") return;
    event.preventDefault();
    event.stopPropagation();
    onChange("");
  };
  return (
    <label className={styles.field}>
      {icon}
      <input
        ref={ref}
        type="search"
        className={styles.input}
        aria-label={label}
        placeholder={label}
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}
