import styles from "./histogram.module.css";

/** Keeps the place of the chart until it is there, so that the rows do not move. */
export function HistogramPlace() {
  return (
    <div className={styles.strip} aria-hidden="true">
      <div className={styles.main}>
        <div className={styles.waiting} />
      </div>
    </div>
  );
}
