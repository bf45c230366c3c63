"use client";

import styles from "./data-grid.module.css";

interface Props {
  label: string;
  state: "none" | "some" | "all";
  /** In a row the grid acts on its behalf, by click or by Space, and it is no stop of its own. */
  onToggle?: () => void;
}

export function PickBox({ label, state, onToggle }: Props) {
  return (
    <span className={styles.pick} title={label}>
      <input
        type="checkbox"
        aria-label={label}
        checked={state === "all"}
        ref={(box) => {
          if (box !== null) box.indeterminate = state === "some";
        }}
        tabIndex={onToggle === undefined ? -1 : 0}
        readOnly={onToggle === undefined}
        onChange={onToggle ?? nothing}
      />
    </span>
  );
}

function nothing(): void {
  // The click goes on to the grid, which picks the row.
}
