"use client";

import { useTranslations } from "use-intl";
import type { JobAttemptView, JobView } from "../../../../../../lib/steps/shared.ts";
import { Badge } from "../../../../../_ui/controls/badge.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import styles from "./run-page.module.css";

const TONES = { pending: "warning", accepted: "success", refused: "danger" } as const;

/** How the run stands with the outside system that does its work. */
export function RunJob({ job }: { job: JobView }) {
  const t = useTranslations("runs.job");
  const zone = useZone();
  const { connection, state, attempts, attemptCount, nextAt, heartbeatAt, heartbeatSeconds } = job;
  return (
    <section className={styles.block} aria-label={t("title")}>
      <h2 className={styles.sectionTitle}>{t("title")}</h2>
      <dl>
        <div className={styles.fact}>
          <dt>{t("connection")}</dt>
          <dd>{connection}</dd>
        </div>
        <div className={styles.fact}>
          <dt>{t("request")}</dt>
          <dd>
            <Badge tone={TONES[state]}>{t(`state.${state}`)}</Badge>
            {nextAt !== null && ` ${t("nextAt", { at: zone.format(nextAt) })}`}
          </dd>
        </div>
        {job.waits && (
          <div className={styles.fact}>
            <dt>{t("heartbeat")}</dt>
            <dd>
              {heartbeatAt === null ? "—" : zone.format(heartbeatAt)}
              {heartbeatSeconds !== null &&
                ` · ${t("silence", { minutes: Math.round(heartbeatSeconds / 60) })}`}
            </dd>
          </div>
        )}
        {job.told !== null && (
          <div className={styles.fact}>
            <dt>{t("cancellation")}</dt>
            <dd>{t(`told.${job.told}`)}</dd>
          </div>
        )}
      </dl>
      <h3 className={styles.blockTitle}>{t("attempts", { count: attemptCount })}</h3>
      <ol className={styles.attempts}>
        {attempts.map((attempt) => (
          <Attempt key={`${attempt.kind} ${attempt.number}`} attempt={attempt} />
        ))}
      </ol>
    </section>
  );
}

function Attempt({ attempt }: { attempt: JobAttemptView }) {
  const t = useTranslations("runs.job");
  const zone = useZone();
  const { at, kind, status, durationMs, error, answer } = attempt;
  const fault = useTranslations("outsideFaults");
  const isEnded = status !== null || error !== null;
  const said = error === null ? t("answered", { status: status ?? 0 }) : fault(error);
  return (
    <li className={styles.attempt}>
      <span>{zone.format(at)}</span>
      <span>
        {kind === "cancelled" && `${t("cancellation")}: `}
        {isEnded ? said : t("noEnd")}
        {durationMs !== null && ` · ${t("ms", { ms: durationMs })}`}
      </span>
      {answer !== null && <code className={styles.attemptAnswer}>{answer}</code>}
    </li>
  );
}
