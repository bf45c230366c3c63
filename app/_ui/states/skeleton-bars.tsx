import styles from "./skeleton.module.css";

/** Grey rows without a word: all that can be drawn before the texts are there. */
export function SkeletonBars({ rows, rowHeight }: { rows: number; rowHeight: number }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row} style={{ height: rowHeight }}>
          <span className={styles.bar} style={{ width: 120 }} />
          <span className={styles.bar} style={{ width: 76 }} />
          <span className={styles.bar} style={{ flex: 1, maxWidth: 280 + ((row * 67) % 180) }} />
          <span className={styles.dot} />
          <span className={styles.bar} style={{ width: 96 }} />
        </div>
      ))}
    </div>
  );
}
