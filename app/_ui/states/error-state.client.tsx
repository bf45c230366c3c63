"use client";

import {
  CloudOff,
  CreditCard,
  FileQuestion,
  Hourglass,
  KeyRound,
  Lock,
  PlugZap,
  RotateCw,
  TriangleAlert,
  type LucideIcon,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../controls/button.client.tsx";
import { CopyButton } from "../controls/copy-button.client.tsx";
import { asProblem, problemKind, type ProblemKind } from "../session/problem.ts";
import { RetryCountdown } from "./retry-countdown.client.tsx";
import { StateView } from "./state-view.tsx";
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
  error: unknown;
  onRetry?: () => void;
  level?: 1 | 2;
}

/** Says what failed and what helps; the server's own sentence is shown as it came. */
export function ErrorState({ error, onRetry, level }: Props) {
  const t = useTranslations("errors");
  const problem = asProblem(error);
  const kind = problemKind(problem);
  const Icon = ICONS[kind];
  const canRetry = onRetry !== undefined && !FINAL.includes(kind);
  return (
    <StateView
      isAlert
      level={level}
      icon={<Icon size={30} strokeWidth={1.6} />}
      tone={kind === "broken" ? "danger" : kind === "noRights" ? "plain" : "warning"}
      title={t(`${kind}.title`)}
      actions={
        canRetry && (
          <Button look="primary" onPress={onRetry}>
            <RotateCw size={16} />
            {t("retry")}
          </Button>
        )
      }
    >
      <p>{t(`${kind}.text`)}</p>
      {problem.message !== "" && !SAID_ALREADY.includes(kind) && (
        <p className={styles.said}>{problem.message}</p>
      )}
      {canRetry && problem.retryAfterMs !== null && (
        <RetryCountdown afterMs={problem.retryAfterMs} onRetry={onRetry} />
      )}
      {problem.requestId !== null && (
        <span className={styles.requestNumber}>
          {t("requestNumber")} <code>{problem.requestId}</code>
          <CopyButton text={problem.requestId} label={t("copyRequestNumber")} />
        </span>
      )}
    </StateView>
  );
}
