"use client";

import type { KeyboardEvent, ReactNode, Ref } from "react";
import styles from "./search-field.module.css";

interface Props {
  label: string;
  value: string;
  /** Where it says more than the label. */
  placeholder?: string;
  autoFocus?: boolean;
  icon?: ReactNode;
  onChange(text: string): void;
  /** Enter; with Shift it goes back. */
  onEnter?: (isBack: boolean) => void;
  /** Escape closes the part it is in, instead of emptying the box first. */
  onEscape?: () => void;
  ref?: Ref<HTMLInputElement>;
}

/** A small box that looks for a text in a part of the page. Escape empties it before it closes anything. */
export function SearchField({
  label,
  value,
  placeholder = label,
  autoFocus,
  icon,
  onChange,
  onEnter,
  onEscape,
  ref,
}: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") {
      event.preventDefault();
      onEnter?.(event.shiftKey);
    }
    if (event.key !== "Escape" || (value === "" && onEscape === undefined)) return;
    event.preventDefault();
    event.stopPropagation();
    if (onEscape === undefined) onChange("");
    else onEscape();
  };
  return (
    <label className={styles.field}>
      {icon}
      <input
        ref={ref}
        type="search"
        className={styles.input}
        aria-label={label}
        placeholder={placeholder}
        autoFocus={autoFocus}
        value={value}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </label>
  );
}
