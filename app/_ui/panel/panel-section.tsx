import type { ReactNode } from "react";
import styles from "./panel-section.module.css";

interface Props {
  title: string;
  /** A quiet word beside the title. */
  note?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
}

/** A part of a side panel under its title, with what can be done with it on the right. */
export function PanelSection({ title, note, tools, children }: Props) {
  return (
    <section className={styles.section} aria-label={title}>
      <div className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        <span className={styles.note}>{note}</span>
        {tools}
      </div>
      {children}
    </section>
  );
}
