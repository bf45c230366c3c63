"use client";

import {
  Check,
  CircleDot,
  Flag,
  MessageSquareText,
  TriangleAlert,
  type LucideIcon,
} from "lucide-react";
import { useTranslations } from "use-intl";
import type { RunView, TimelineItem, TimelineKind } from "../../../../../../lib/runs/shared.ts";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { Delivery } from "./delivery.client.tsx";
import { knownTimelineState } from "./timeline-state.ts";
import styles from "./run-page.module.css";

const ICONS: Record<TimelineKind, LucideIcon> = {
  state: CircleDot,
  line: MessageSquareText,
  completion: Flag,
  error: TriangleAlert,
};

/** Everything that happened to a run, oldest first, with what the portal has received of it. */
export function Timeline(props: {
  items: TimelineItem[];
  isOpen: boolean;
  outcome: RunView["outcome"];
}) {
  const { items, isOpen, outcome } = props;
  const t = useTranslations("runs.timeline");
  return (
    <section aria-label={t("title")}>
      <h2 className={styles.sectionTitle}>{t("title")}</h2>
      <ol className={styles.timeline} aria-live={isOpen ? "polite" : "off"}>
        {items.map((item) => (
          <Item key={item.id} item={item} outcome={outcome} />
        ))}
      </ol>
    </section>
  );
}

function Item({ item, outcome }: { item: TimelineItem; outcome: RunView["outcome"] }) {
  const t = useTranslations("runs.timeline");
  const zone = useZone();
  const Icon = item.delivery === "delivered" && item.kind === "line" ? Check : ICONS[item.kind];
  return (
    <li className={classes(styles.item, toneClass(item, outcome))}>
      <span className={styles.dot} aria-hidden="true">
        <Icon size={14} strokeWidth={2.2} />
      </span>
      <div className={styles.what}>
        <p className={styles.message}>{useWords(item)}</p>
        {item.error !== null && item.error !== item.message && (
          <p className={styles.error}>{item.error}</p>
        )}
        <p className={styles.meta}>
          <time dateTime={item.at}>{zone.format(item.at)}</time>
          {item.percent !== null && <span>{item.percent} %</span>}
          <Delivery item={item} />
          {item.attempts !== null && item.attempts > 1 && (
            <span>{t("attempts", { count: item.attempts })}</span>
          )}
        </p>
      </div>
    </li>
  );
}

function toneClass(item: TimelineItem, outcome: RunView["outcome"]): string | undefined {
  const { kind, state, delivery } = item;
  const isBad = kind === "error" || state === "undeliverable" || delivery === "failed";
  if (isBad) return styles.danger;
  if (kind === "completion" && outcome === "failure") return styles.danger;
  if (kind === "completion") return outcome === "success" ? styles.success : undefined;
  return kind === "line" ? styles.info : undefined;
}

/** States have words of their own; a line or completion is shown as the step wrote it. */
function useWords(item: TimelineItem): string {
  const t = useTranslations("runs.timeline");
  const known = item.state === null ? null : knownTimelineState(item.state);
  const state = known === null ? item.state : t(`state.${known}`);
  // The outcome's sentence stands at the head of the page and again in the completion.
  if (item.kind === "state" && item.state === "settled") return state ?? "";
  if (item.kind === "state") return [state, item.message].filter(Boolean).join(". ");
  if (item.kind === "completion") return item.message ?? t("completion");
  return item.message ?? state ?? t(item.kind === "error" ? "error" : "line");
}
