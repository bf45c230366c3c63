import type { ReactNode } from "react";
import { classes } from "../controls/classes.ts";
import styles from "./state-view.module.css";

interface Props {
  icon: ReactNode;
  tone?: "plain" | "danger" | "warning";
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** Errors are announced at once, other states when the reader gets there. */
  isAlert?: boolean;
  /** 1 where the state is the whole page. */
  level?: 1 | 2;
}

/** The one frame of every state that stands in for content: empty, error, no rights, not embedded. */
export function StateView(props: Props) {
  const { icon, tone = "plain", title, children, actions, isAlert, level = 2 } = props;
  const Title = level === 1 ? "h1" : "h2";
  return (
    <div className={styles.state} role={isAlert === true ? "alert" : undefined}>
      <div className={classes(styles.icon, styles[tone])} aria-hidden="true">
        {icon}
      </div>
      <Title className={styles.title}>{title}</Title>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
