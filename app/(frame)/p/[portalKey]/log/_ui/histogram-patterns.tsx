import styles from "./histogram.module.css";

/** Groups differ by more than their colour. */
export function HistogramPatterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}danger`} width="4" height="4" patternUnits="userSpaceOnUse">
        <path d="M0 4L4 0" className={styles.stroke} />
      </pattern>
      <pattern id={`${id}security`} width="4" height="4" patternUnits="userSpaceOnUse">
        <circle cx="2" cy="2" r="0.8" className={styles.dot} />
      </pattern>
      <pattern id={`${id}warning`} width="4" height="3" patternUnits="userSpaceOnUse">
        <path d="M0 1.5H4" className={styles.stroke} />
      </pattern>
      <pattern id={`${id}info`} width="4" height="4" patternUnits="userSpaceOnUse" />
      <pattern id={`${id}quiet`} width="3" height="4" patternUnits="userSpaceOnUse">
        <path d="M1.5 0V4" className={styles.stroke} />
      </pattern>
      <pattern id={`${id}missing`} width="8" height="8" patternUnits="userSpaceOnUse">
        <path d="M-2 6L2 10M0 0L8 8M6 -2L10 2" className={styles.hatch} />
      </pattern>
    </defs>
  );
}
