import type { ReactNode } from "react";
import styles from "./fact.module.css";

/** A fact with its name; stands in a `dl`. */
export function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
