"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import type { RunDetail } from "../../../../../../lib/runs/shared.ts";
import type { JobView } from "../../../../../../lib/steps/shared.ts";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
import { AppLink } from "../../../../../_ui/controls/app-link.client.tsx";
import { ConfirmButton } from "../../../../../_ui/controls/confirm-button.client.tsx";
import { problemKind, asProblem } from "../../../../../_ui/session/problem.ts";
import { useApi, useSession } from "../../../../../_ui/session/session.client.tsx";
import { useStepNames } from "../../../../../_ui/session/use-settings.ts";
import card from "../../../../../_ui/shell/card.module.css";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { RunBadge } from "./run-parts.client.tsx";
import { canCancel, isOpenRun } from "./run-state.ts";
import { RunJob } from "./run-job.client.tsx";
import { RunFacts } from "./run-facts.client.tsx";
import { Timeline } from "./timeline.client.tsx";
import styles from "./run-page.module.css";

const REFRESH_MS = 2_000;

/** A run, and how its outside job stands when it has one. */
type RunWithJob = RunDetail & { job: JobView | null };

export function RunPage({ runId }: { runId: string }) {
  const t = useTranslations("runs");
  const api = useApi();
  const path = `/api/v1/runs/${encodeURIComponent(runId)}`;
  const query = useQuery({
    queryKey: ["run", runId],
    queryFn: ({ signal }) => api.request<RunWithJob>(path, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && (isOpenRun(data.run) || data.job?.told === "pending")
        ? REFRESH_MS
        : false,
  });
  const detail = query.data;
  return (
    <section className={card.card} aria-label={t("runTitle")}>
      <div className={card.scroll}>
        {detail !== undefined && <Loaded detail={detail} path={path} />}
        {query.isPending && <SkeletonRows rows={10} rowHeight={48} />}
        {detail === undefined && query.error !== null && (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </div>
    </section>
  );
}

function Loaded({ detail, path }: { detail: RunWithJob; path: string }) {
  const t = useTranslations("runs");
  const problem = useTranslations("errors");
  const { run } = detail;
  const { user, portal } = useSession();
  const params = useSearchParams();
  const stepName = useStepNames();
  const cancel = useCancel(run.id, path);
  return (
    <article className={styles.page}>
      <AppLink
        className={styles.back}
        href={framePath(params, { portalKey: portal.key, page: "runs" })}
      >
        <ArrowLeft size={16} aria-hidden="true" />
        {t("back")}
      </AppLink>
      <header className={styles.head}>
        <div className={styles.name}>
          <h1 className={styles.title}>{stepName(run.registeredCode)}</h1>
          <RunBadge run={run} />
        </div>
        {user.isAdmin && canCancel(run) && (
          <ConfirmButton
            title={t("cancel.title")}
            text={t("cancel.text")}
            confirmLabel={t("cancel.confirm")}
            isPending={cancel.isPending}
            onConfirm={() => cancel.mutate()}
          >
            {t("cancel.button")}
          </ConfirmButton>
        )}
      </header>
      {cancel.error !== null && (
        <p className={styles.fault} role="alert">
          {problem(`${problemKind(asProblem(cancel.error))}.title`)} {cancel.error.message}
        </p>
      )}
      {run.outcomeMessage !== null && <p className={styles.outcome}>{run.outcomeMessage}</p>}
      <div className={styles.columns}>
        <Timeline items={detail.timeline} isOpen={isOpenRun(run)} outcome={run.outcome} />
        <RunFacts detail={detail}>{detail.job !== null && <RunJob job={detail.job} />}</RunFacts>
      </div>
    </article>
  );
}

function useCancel(runId: string, path: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.request<RunWithJob>(`${path}/cancel`, { method: "POST" }),
    onSuccess: (detail) => {
      client.setQueryData(["run", runId], detail);
      return client.invalidateQueries({ queryKey: ["runs"] });
    },
  });
}
