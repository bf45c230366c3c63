"use client";

import { useId, type Ref } from "react";
import { classes } from "./classes.ts";
import styles from "./choice.module.css";

interface Props<Option extends string> {
  label: string;
  options: readonly { id: Option; title: string }[];
  value: Option;
  look: "chips" | "segments";
  onChange(option: Option): void;
  /** The option that is chosen, to put the focus on. */
  ref?: Ref<HTMLInputElement>;
}

/** One of a few options, all in view: radio buttons that look like chips or like one bar. */
export function Choice<Option extends string>(props: Props<Option>) {
  const { label, options, value, look, onChange, ref } = props;
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={styles[look]}>
      {options.map(({ id, title }) => (
        <label key={id} className={classes(styles.option, id === value && styles.chosen)}>
          <input
            ref={id === value ? ref : undefined}
            type="radio"
            className="visually-hidden"
            name={name}
            checked={id === value}
            onChange={() => onChange(id)}
          />
          {title}
        </label>
      ))}
    </div>
  );
}
