"use client";

import { useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
import { AppLink } from "../../../../../_ui/controls/app-link.client.tsx";
import { Badge } from "../../../../../_ui/controls/badge.tsx";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { EvidenceSpan } from "./evidence-span.client.tsx";
import { ChangeFault, LoadedCard } from "./loaded-card.client.tsx";
import { useEvidence, type Evidence } from "./use-archive-settings.ts";
import form from "./settings-form.module.css";
import styles from "./settings.module.css";

type Check = NonNullable<Evidence["check"]>;

/** The chain of the archive: a check of it, and its end to be noted somewhere else. */
export function EvidenceCard() {
  const t = useTranslations("settings.evidence");
  const { query, start } = useEvidence();
  return (
    <LoadedCard title={t("title")} note={t("note")} query={query}>
      {({ check, head }) => (
        <>
          <EvidenceSpan
            head={head.seq}
            isRunning={start.isPending || check?.state === "running"}
            isAgain={check !== null}
            onStart={(span) => start.mutate(span)}
          />
          <div role="status" className={form.outcome}>
            {check === null && <p className={styles.small}>{t("never")}</p>}
            {check !== null && check.state !== "running" && <Result check={check} />}
          </div>
          {check?.state === "running" && <Running check={check} />}
          <ChangeFault text={t("failed")} error={start.error} />
          <Head head={head} />
        </>
      )}
    </LoadedCard>
  );
}

function Running({ check }: { check: Check }) {
  const t = useTranslations("settings.evidence");
  return (
    <>
      <p className={styles.small}>
        <Span check={check} /> {t("running", { percent: check.percent })}
      </p>
      <progress
        className={form.progress}
        aria-label={t("progress")}
        value={check.percent}
        max={100}
      />
    </>
  );
}

const STATES = {
  ok: { tone: "success", word: "ok" },
  broken: { tone: "danger", word: "broken" },
  failed: { tone: "warning", word: "failedCheck" },
} as const;

function Result({ check }: { check: Check }) {
  const t = useTranslations("settings.evidence");
  const zone = useZone();
  const { brokenAt, fault, reason, startedByName: name } = check;
  const { tone, word } = STATES[check.state === "running" ? "ok" : check.state];
  const at = zone.format(check.finishedAt ?? check.startedAt);
  return (
    <>
      <p className={form.line}>
        <Badge tone={tone}>{t(word, { number: brokenAt ?? "" })}</Badge>
        <span className={styles.small}>{name === null ? at : t("by", { at, name })}</span>
      </p>
      <p className={styles.small}>
        <Span check={check} /> {t("checked", { count: check.checked })}
        {check.removed > 0 && `, ${t("removed", { count: check.removed })}`}
      </p>
      {fault !== null && <p className={styles.fault}>{t(`fault.${fault}`)}</p>}
      {check.state === "failed" && reason !== null && <p className={styles.small}>{reason}</p>}
      {brokenAt !== null && <EntryLink id={brokenAt} />}
    </>
  );
}

/** The entries that are checked; none in an empty archive. */
function Span({ check: { fromSeq: from, toSeq: to } }: { check: Check }) {
  const t = useTranslations("settings.evidence");
  return to === "0" ? null : t("span", { from, to });
}

function EntryLink({ id }: { id: string }) {
  const t = useTranslations("settings.evidence");
  const params = useSearchParams();
  const { portal } = useSession();
  const query = new URLSearchParams({ e: id });
  return (
    <AppLink href={framePath(params, { portalKey: portal.key, page: "log", query })}>
      {t("open", { number: id })}
    </AppLink>
  );
}

function Head({ head }: { head: Evidence["head"] }) {
  const t = useTranslations("settings.evidence");
  return (
    <>
      <h3 className={form.subtitle}>{t("head")}</h3>
      <p className={styles.small}>{t("headNote")}</p>
      <dl>
        <div className={styles.fact}>
          <dt>{t("number")}</dt>
          <dd>{head.seq}</dd>
        </div>
        <div className={styles.fact}>
          <dt>{t("hash")}</dt>
          <dd className={form.hash}>{head.hash}</dd>
        </div>
      </dl>
      <CopyButton text={`${head.seq}:${head.hash}`} label={t("copyHead")}>
        {t("copyHead")}
      </CopyButton>
    </>
  );
}
