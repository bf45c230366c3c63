"use client";

import {
  CloudOff,
  CreditCard,
  FileQuestion,
  Hourglass,
  KeyRound,
  Lock,
  PlugZap,
  TriangleAlert,
  type LucideIcon,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { CopyButton } from "../controls/copy-button.client.tsx";
import { problemKind, type Problem, type ProblemKind } from "../session/problem.ts";
import { ProblemView } from "./problem-view.client.tsx";
import { RetryCountdown } from "./retry-countdown.client.tsx";
import styles from "./state-view.module.css";

const ICONS: Record<ProblemKind, LucideIcon> = {
  offline: CloudOff,
  busy: Hourglass,
  missing: FileQuestion,
  portal: PlugZap,
  noRights: Lock,
  noScope: Lock,
  noLog: FileQuestion,
  payment: CreditCard,
  removed: PlugZap,
  authLost: KeyRound,
  broken: TriangleAlert,
};

/** Here the server's sentence only repeats ours, or names something nobody asked for. */
const SAID_ALREADY: readonly ProblemKind[] = [
  "broken",
  "offline",
  "missing",
  "noRights",
  "removed",
];

/** In these cases only a person can change something; a repeat would be refused again. */
const FINAL: readonly ProblemKind[] = ["noRights", "missing", "removed"];

interface Props {
  problem: Problem;
  level: 1 | 2;
  onRetry: (() => void) | null;
}

/** What the server said of a problem beside our own words. */
export function ErrorDetails({ problem, level, onRetry }: Props) {
  const t = useTranslations("errors");
  const kind = problemKind(problem);
  const retry = FINAL.includes(kind) ? null : onRetry;
  return (
    <ProblemView
      kind={kind}
      icon={ICONS[kind]}
      tone={kind === "broken" ? "danger" : kind === "noRights" ? "plain" : "warning"}
      level={level}
      onRetry={retry}
    >
      {problem.message !== "" && !SAID_ALREADY.includes(kind) && (
        <p className={styles.said}>{problem.message}</p>
      )}
      {retry !== null && problem.retryAfterMs !== null && (
        <RetryCountdown afterMs={problem.retryAfterMs} onRetry={retry} />
      )}
      {problem.requestId !== null && (
        <span className={styles.requestNumber}>
          {t("requestNumber")} <code>{problem.requestId}</code>
          <CopyButton text={problem.requestId} label={t("copyRequestNumber")} />
        </span>
      )}
    </ProblemView>
  );
}
