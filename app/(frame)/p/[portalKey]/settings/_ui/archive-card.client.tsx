"use client";

import { useTranslations } from "use-intl";
import type { ReactNode } from "react";
import type { CoverageView, EntryCount } from "../../../../../../lib/archive/shared.ts";
import { Badge, type Tone } from "../../../../../_ui/controls/badge.tsx";
import { Problem, problemKind } from "../../../../../_ui/session/problem.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { LoadedCard } from "./loaded-card.client.tsx";
import { useArchive } from "./use-archive-settings.ts";
import styles from "./settings.module.css";

const MOST_LOST = 3;

/** What the archive holds of the portal's log, and what stands in the way of more. */
export function ArchiveCard() {
  const t = useTranslations("settings.archive");
  const { coverage, count } = useArchive();
  const view = coverage.data;
  return (
    <LoadedCard
      title={t("title")}
      note={t("note")}
      query={coverage}
      action={view === undefined ? undefined : <StateBadge view={view} />}
    >
      {(data) => <Facts view={data} count={count.data} />}
    </LoadedCard>
  );
}

const TONES: Record<CoverageView["state"] | "late", Tone> = {
  new: "quiet",
  filling: "info",
  following: "success",
  late: "warning",
  refused: "danger",
};

function StateBadge({ view }: { view: CoverageView }) {
  const t = useTranslations("settings.archive.state");
  const state = view.state === "following" && !view.isWatched ? "late" : view.state;
  return <Badge tone={TONES[state]}>{t(state, { percent: view.percent })}</Badge>;
}

function Facts({ view, count }: { view: CoverageView; count: EntryCount | undefined }) {
  const t = useTranslations("settings.archive");
  const zone = useZone();
  const at = (iso: string | null) => (iso === null ? t("never") : zone.format(iso));
  const { reason, restarts } = view;
  return (
    <>
      {reason !== null && <Reason code={reason} />}
      <dl>
        <Fact title={t("entries")}>
          {count === undefined
            ? "…"
            : t(count.isExact ? "entriesValue" : "entriesMore", { count: count.total })}
        </Fact>
        <Fact title={t("since")}>{at(view.loadedFrom)}</Fact>
        <Fact title={t("read")}>{at(view.readAt)}</Fact>
        <Lost view={view} />
        <Removed view={view} />
        {restarts.length > 0 && (
          <Fact title={t("restarts")}>{restarts.map((iso) => zone.format(iso)).join(", ")}</Fact>
        )}
      </dl>
    </>
  );
}

function Reason({ code }: { code: string }) {
  const t = useTranslations("settings.archive");
  const errors = useTranslations("errors");
  const problem = new Problem({ status: 502, code: code.replaceAll("_", "-") });
  return (
    <p className={styles.fault}>{t("why", { reason: errors(`${problemKind(problem)}.title`) })}</p>
  );
}

function Lost({ view }: { view: CoverageView }) {
  const t = useTranslations("settings.archive");
  const zone = useZone();
  const lost = view.spans.filter(({ state }) => state === "lost").reverse();
  if (lost.length === 0) return null;
  const more = lost.length - MOST_LOST;
  return (
    <Fact title={t("lost")}>
      {lost.slice(0, MOST_LOST).map(({ from, to }) => (
        <span key={to} className={styles.span}>
          {from === null ? "…" : zone.format(from)} – {zone.format(to)}
        </span>
      ))}
      {more > 0 && t("lostMore", { count: more })}
    </Fact>
  );
}

/** Up to when entries were removed, and how long those had been kept. */
function Removed({ view }: { view: CoverageView }) {
  const t = useTranslations("settings.archive");
  const zone = useZone();
  if (view.removed.length === 0) return null;
  return (
    <Fact title={t("removed")}>
      {view.removed.toReversed().map(({ to, months, isWhole }) => (
        <span key={to} className={styles.span}>
          {t(isWhole ? "removedWhole" : "removedPart", { to: zone.format(to), months })}
        </span>
      ))}
    </Fact>
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
