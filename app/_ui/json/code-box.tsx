import type { ReactNode } from "react";
import { classes } from "../controls/classes.ts";
import styles from "./code-box.module.css";

interface Props {
  children: ReactNode;
  /** Text for people rather than for machines. */
  isProse?: boolean;
}

/** Long text as it is, which scrolls in itself, also by keys. */
export function CodeBox({ children, isProse = false }: Props) {
  return (
    <pre className={classes(styles.box, isProse && styles.prose)} tabIndex={0}>
      {children}
    </pre>
  );
}
