"use client";

import { useTranslations } from "use-intl";
import type { ReactNode } from "react";
import type { RunDetail } from "../../../../../../lib/runs/shared.ts";
import { JsonView } from "../../../../../_ui/json/json-view.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { RunDuration } from "./run-parts.client.tsx";
import { documentName } from "./run-state.ts";
import styles from "./run-page.module.css";

/** What the run was called with, when things happened and what it gave back. */
export function RunFacts({ detail, children }: { detail: RunDetail; children?: ReactNode }) {
  const t = useTranslations("runs.facts");
  const zone = useZone();
  const { run, properties, returnValues } = detail;
  const at = (text: string | null) => (text === null ? "—" : zone.format(text));
  return (
    <aside className={styles.facts} aria-label={t("title")}>
      <h2 className={styles.sectionTitle}>{t("title")}</h2>
      <dl>
        <Fact title={t("document")}>{documentName(run.documentId)}</Fact>
        <Fact title={t("code")}>
          <code>{run.registeredCode}</code>
        </Fact>
        <Fact title={t("workflow")}>
          <code>{run.workflowId}</code>
        </Fact>
        <Fact title={t("received")}>{at(run.receivedAt)}</Fact>
        <Fact title={t("started")}>{at(run.startedAt)}</Fact>
        <Fact title={t("settled")}>{at(run.settledAt)}</Fact>
        <Fact title={t("delivered")}>{at(run.deliveredAt)}</Fact>
        <Fact title={t("deadline")}>{at(run.deadlineAt)}</Fact>
        <Fact title={t("duration")}>
          <RunDuration run={run} />
        </Fact>
        <Fact title={t("waits")}>{t(run.isWaiting ? "waitsYes" : "waitsNo")}</Fact>
      </dl>
      {children}
      <Values title={t("properties")} values={properties} />
      {returnValues !== null && <Values title={t("returnValues")} values={returnValues} />}
    </aside>
  );
}

function Fact({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Values({ title, values }: { title: string; values: Record<string, unknown> }) {
  if (Object.keys(values).length === 0) return null;
  return (
    <section className={styles.block}>
      <h3 className={styles.blockTitle}>{title}</h3>
      <JsonView value={values} />
    </section>
  );
}
