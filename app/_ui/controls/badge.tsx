import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import styles from "./badge.module.css";

export type Tone = "danger" | "warning" | "success" | "security" | "info" | "quiet";

interface Props {
  tone: Tone;
  icon?: ReactNode;
  children: ReactNode;
}

/** A state in words; the colour only repeats it. */
export function Badge({ tone, icon, children }: Props) {
  return (
    <span className={classes(styles.badge, styles[tone])}>
      {icon}
      {children}
    </span>
  );
}
