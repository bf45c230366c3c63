"use client";

import { Ban, CircleCheck, CircleX, Clock, Hourglass, LoaderCircle, Unplug } from "lucide-react";
import { useTranslations } from "use-intl";
import type { RunView } from "../../../../../../lib/runs/shared.ts";
import { Badge } from "../../../../../_ui/controls/badge.tsx";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { splitDuration } from "../../../../../_ui/time/duration.ts";
import { useNow } from "../../../../../_ui/time/use-now.ts";
import { runDuration, runLabel, runTone, type RunLabel } from "./run-state.ts";
import cells from "../../../../../_ui/table/cells.module.css";
import styles from "./run-parts.module.css";

const ICONS: Record<RunLabel, typeof Ban> = {
  waiting: Hourglass,
  running: LoaderCircle,
  success: CircleCheck,
  failure: CircleX,
  timeout: Clock,
  cancelled: Ban,
  undeliverable: Unplug,
};

export function RunBadge({ run }: { run: Pick<RunView, "state" | "outcome"> }) {
  const t = useTranslations("runs.state");
  const label = runLabel(run);
  const Icon = ICONS[label];
  return (
    <Badge tone={runTone(label)} icon={<Icon size={14} aria-hidden="true" />}>
      {t(label)}
    </Badge>
  );
}

export function RunProgress({ run }: { run: RunView }) {
  const t = useTranslations("runs");
  if (run.percent === null || run.outcome !== null) return null;
  return (
    <span
      className={styles.progress}
      role="progressbar"
      aria-label={t("progress")}
      aria-valuenow={run.percent}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <span className={styles.track}>
        <span className={styles.done} style={{ width: `${run.percent}%` }} />
      </span>
      <span className={styles.percent}>{run.percent} %</span>
    </span>
  );
}

export function Duration({ ms }: { ms: number | null }) {
  const t = useTranslations("duration");
  if (ms === null) return <span className={styles.none}>—</span>;
  const { unit, value, rest } = splitDuration(ms);
  return <span className={cells.number}>{t(unit, { value, rest })}</span>;
}

/** Ticks while the run goes on. */
export function RunDuration({ run }: { run: RunView }) {
  const api = useApi();
  const now = useNow();
  return <Duration ms={runDuration(run, now + api.clockOffsetMs())} />;
}
