"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import type { StepView } from "../../../../../../lib/steps/shared.ts";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
import { AppLink } from "../../../../../_ui/controls/app-link.client.tsx";
import { Badge } from "../../../../../_ui/controls/badge.tsx";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { useApi, useSession } from "../../../../../_ui/session/session.client.tsx";
import card from "../../../../../_ui/shell/card.module.css";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { StepExampleView } from "./step-example.client.tsx";
import { explained, type ExplainedStep } from "./step-examples.ts";
import { PropertyTable } from "./property-table.client.tsx";
import styles from "./step-page.module.css";

/** What a step does, what it asks for and gives back, and an example that can be followed. */
export function StepPage({ code }: { code: string }) {
  const t = useTranslations("stepPages");
  const api = useApi();
  const { lang } = useSession();
  const path = `/api/v1/steps/${encodeURIComponent(code)}?lang=${encodeURIComponent(lang)}`;
  const query = useQuery({
    queryKey: ["step", code, lang],
    queryFn: ({ signal }) => api.request<StepView>(path, { signal }),
    staleTime: Infinity,
  });
  return (
    <section className={card.card} aria-label={t("page")}>
      <div className={card.scroll}>
        {query.data !== undefined && <Loaded step={query.data} />}
        {query.isPending && <SkeletonRows rows={10} rowHeight={48} />}
        {query.data === undefined && query.error !== null && (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </div>
    </section>
  );
}

function Loaded({ step }: { step: StepView }) {
  const t = useTranslations("stepPages");
  const kinds = useTranslations("settings.steps");
  const params = useSearchParams();
  const { portal } = useSession();
  const known = explained(step.stepCode);
  return (
    <article className={styles.page}>
      <AppLink
        className={styles.back}
        href={framePath(params, { portalKey: portal.key, page: "settings" })}
      >
        <ArrowLeft size={16} aria-hidden="true" />
        {t("back")}
      </AppLink>
      <header className={styles.head}>
        <h1 className={styles.title}>{step.name}</h1>
        <Badge tone="quiet">{kinds(step.kind)}</Badge>
        <Badge tone="info">{t(step.isWaiting ? "waits" : "goesOn")}</Badge>
      </header>
      <p className={styles.code}>
        <code>{step.code}</code>
        <CopyButton text={step.code} label={kinds("copyCode")} />
      </p>
      <p className={styles.lead}>{known === null ? step.description : t(`${known}.what`)}</p>
      {known !== null && <Picture step={known} />}
      {known !== null && <StepExampleView name={known} step={step} />}
      <PropertyTable title={t("properties")} properties={step.properties} isAsked />
      {step.outputs.length === 0 ? (
        <p className={styles.none}>{t("noOutputs")}</p>
      ) : (
        <PropertyTable title={t("outputs")} properties={step.outputs} />
      )}
    </article>
  );
}

const STAGES = ["one", "two", "three", "four"] as const;

/** The way of a process through the step, as a picture in words. */
function Picture({ step }: { step: ExplainedStep }) {
  const t = useTranslations("stepPages");
  return (
    <section aria-label={t("picture")}>
      <h2 className={styles.subtitle}>{t("picture")}</h2>
      <ol className={styles.stages}>
        {STAGES.map((stage) => (
          <li key={stage}>{t(`${step}.stages.${stage}`)}</li>
        ))}
      </ol>
    </section>
  );
}
