"use client";

import { useTranslations } from "use-intl";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { asProblem, Problem, problemKind } from "../../../../../_ui/session/problem.ts";
import { RetryCountdown } from "../../../../../_ui/states/retry-countdown.client.tsx";
import { forgetQueryWishes } from "./query-language.ts";
import { QueryMissing } from "./query-missing.client.tsx";
import type { LogPageState } from "./use-log-page.ts";
import styles from "./log-page.module.css";

/** Parts of a link that could not be used, what keeps the portal's log from being read, and a failed reading. */
export function LogNotices({ faults, page }: { faults: string[]; page: LogPageState }) {
  const t = useTranslations("log");
  const errors = useTranslations("errors");
  const own = useTranslations("logStates");
  const { entries, coverage } = page;
  const hasStaleRows = entries.error !== null && entries.rows.length > 0;
  const reason = coverage.view?.reason ?? null;
  return (
    <>
      <QueryMissing onClose={forgetQueryWishes} />
      {faults.length > 0 && (
        <p className={styles.notice} role="status">
          {t("badAddress", { names: faults.join(", ") })}
        </p>
      )}
      {reason !== null && (
        <div className={styles.notice} role="status">
          <span>
            <strong>{errors(`${kindOf(reason)}.title`)}.</strong> {errors(`${kindOf(reason)}.text`)}{" "}
            {entries.rows.length > 0 && t("archiveStays")}
          </span>
        </div>
      )}
      {hasStaleRows && (
        <div className={styles.notice} role="alert">
          <span>
            {errors(`${problemKind(asProblem(entries.error))}.title`)}. {t("refreshFailed")}
          </span>
          <RetryPart error={entries.error} onRetry={entries.refresh} />
        </div>
      )}
      {entries.isCancelled && entries.rows.length > 0 && (
        <div className={styles.notice} role="status">
          <span>{own("cancelled.stale")}</span>
          <Button size="sm" onPress={entries.reload}>
            {own("cancelled.again")}
          </Button>
        </div>
      )}
    </>
  );
}

/** A limit ends by itself: then the page tries again without being told to. */
function RetryPart({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const errors = useTranslations("errors");
  const { retryAfterMs } = asProblem(error);
  return (
    <>
      {retryAfterMs !== null && <RetryCountdown afterMs={retryAfterMs} onRetry={onRetry} />}
      <Button size="sm" onPress={onRetry}>
        {errors("retry")}
      </Button>
    </>
  );
}

/** The situation behind an error code of the archive; of one it does not know only that the portal is silent. */
function kindOf(reason: string): ReturnType<typeof problemKind> {
  const code = reason.replaceAll("_", "-");
  return problemKind(new Problem({ status: 502, code }));
}
