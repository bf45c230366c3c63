import type { ReactNode } from "react";
import styles from "./settings.module.css";

interface Props {
  title: string;
  note?: string;
  action?: ReactNode;
  children: ReactNode;
}

export function SettingsCard({ title, note, action, children }: Props) {
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        {action}
      </header>
      {note !== undefined && <p className={styles.note}>{note}</p>}
      <div className={styles.body}>{children}</div>
    </section>
  );
}
