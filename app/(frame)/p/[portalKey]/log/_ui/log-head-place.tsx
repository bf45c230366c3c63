import { useHeadHeight } from "./use-head-height.ts";
import styles from "./log-head.module.css";

/** Keeps the place of what stands above the rows until it is there, so that the rows do not move. */
export function LogHeadPlace() {
  const height = useHeadHeight();
  return (
    <div
      className={styles.place}
      style={height === null ? undefined : { height }}
      aria-hidden="true"
    >
      <span className={styles.box} />
      <span className={styles.box} />
      <span className={styles.box} />
    </div>
  );
}
