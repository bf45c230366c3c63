import type { LogAddress } from "./log-address.ts";
import { headKind, useHeadHeight } from "./use-head-height.ts";
import styles from "./log-head.module.css";

/** Keeps the place of what stands above the rows until it is there, so that the rows do not move. */
export function LogHeadPlace({ address }: { address: LogAddress }) {
  const kind = headKind(address);
  const height = useHeadHeight(kind);
  return (
    <div
      className={styles.place}
      data-kind={kind}
      style={height === null ? undefined : { height }}
      aria-hidden="true"
    >
      <span className={styles.box} />
      <span className={styles.box} />
      <span className={styles.box} />
    </div>
  );
}
