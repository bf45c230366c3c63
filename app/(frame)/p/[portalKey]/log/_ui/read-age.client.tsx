"use client";

import { useTranslations } from "use-intl";
import type { CoverageView } from "../../../../../../lib/archive/shared.ts";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { splitDuration } from "../../../../../_ui/time/duration.ts";
import { useNow } from "../../../../../_ui/time/use-now.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { useLiveSeconds } from "./live-choice.ts";
import styles from "./log-summary.module.css";

// The longest pause between two readings of a quiet log.
const QUIET_MS = 60_000;

/** When the portal's log was read last; more than three missed turns are a warning. */
export function ReadAge({ coverage, isLive }: { coverage: CoverageView | null; isLive: boolean }) {
  const t = useTranslations("log.age");
  const zone = useZone();
  const api = useApi();
  const now = useNow();
  const { seconds } = useLiveSeconds();
  const readAt = coverage?.readAt ?? null;
  if (readAt === null || now === 0) return null;
  const ageMs = now + api.clockOffsetMs() - Date.parse(readAt);
  const { unit, value } = splitDuration(ageMs);
  const isLate = ageMs > (isLive ? Number(seconds) * 1_000 : QUIET_MS) * 3;
  return (
    <span className={classes(styles.age, isLate && styles.late)} title={zone.format(readAt)}>
      {t(unit, { value })}
    </span>
  );
}
