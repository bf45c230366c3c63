"use client";

import { ChartNoAxesColumn, FilterX, ListFilter } from "lucide-react";
import { createElement, type Ref } from "react";
import { useTranslations } from "use-intl";
import { Choice } from "../../../../../_ui/controls/choice.client.tsx";
import { IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { archiveBegin } from "./bands.ts";
import type { Words } from "./field-words.ts";
import { EMPTY_FILTER, hasFilter, type LogAddress } from "./log-address.ts";
import type { ShownPart } from "./shown-parts.ts";
import { ofQuery } from "./query-language.ts";
import { ReadAge } from "./read-age.client.tsx";
import type { TimeRange } from "./time-range.ts";
import { TimeSteps } from "./time-steps.client.tsx";
import { isFilling } from "./use-coverage.ts";
import type { LogPageState } from "./use-log-page.ts";
import { ZoneFilter } from "./zone-filter.client.tsx";
import styles from "./log-summary.module.css";

interface Props {
  viewsRef: Ref<HTMLInputElement>;
  address: LogAddress;
  page: LogPageState;
  words: Words;
  histogram: ShownPart;
  facets: ShownPart;
}

/** The conditions as handles, how many entries meet them, and how far the archive reaches. */
export function LogSummary({ viewsRef, address, page, words, histogram, facets }: Props) {
  const t = useTranslations("log");
  const go = (range: TimeRange) =>
    page.actions.change(range.to === null ? range : { ...range, isLive: false });
  return (
    <div className={styles.summary}>
      <IconButton
        size="sm"
        label={t(facets.isShown ? "facets.hide" : "facets.show")}
        shortcut="f"
        isExpanded={facets.isShown}
        onPress={facets.toggle}
      >
        <ListFilter size={16} />
      </IconButton>
      {ofQuery(address.q, null, ({ QueryChips }) =>
        createElement(QueryChips, { q: address.q, words, onChange: page.actions.setQuery }),
      )}
      {hasFilter(page.filter) && (
        <IconButton
          size="sm"
          label={t("clearAll")}
          onPress={() => page.actions.change(EMPTY_FILTER)}
        >
          <FilterX size={16} />
        </IconButton>
      )}
      <div className={styles.facts}>
        <Total page={page} />
        <Reach page={page} />
        <ReadAge coverage={page.coverage.view} isLive={address.isLive} />
        <TimeSteps range={address} onGo={go} />
        <ZoneFilter tz={address.tz} onChange={(tz) => page.actions.change({ tz })} />
        <ViewChoice viewsRef={viewsRef} address={address} page={page} />
        <IconButton
          size="sm"
          label={t(histogram.isShown ? "histogram.hide" : "histogram.show")}
          isExpanded={histogram.isShown}
          onPress={histogram.toggle}
        >
          <ChartNoAxesColumn size={16} />
        </IconButton>
      </div>
    </div>
  );
}

function ViewChoice({ viewsRef, address, page }: Pick<Props, "viewsRef" | "address" | "page">) {
  const t = useTranslations("charts.view");
  return (
    <Choice
      ref={viewsRef}
      label={t("label")}
      look="segments"
      options={[
        { id: "list", title: t("list") },
        { id: "charts", title: t("charts") },
      ]}
      value={address.view}
      onChange={(view) => page.actions.change({ view })}
    />
  );
}

function Total({ page }: { page: LogPageState }) {
  const t = useTranslations("log.total");
  const { data } = page.total;
  if (data === undefined || page.entries.isRefreshing) return <span />;
  const { total: count, isExact } = data;
  return <span className={styles.total}>{t(isExact ? "exact" : "moreThan", { count })}</span>;
}

function Reach({ page }: { page: LogPageState }) {
  const t = useTranslations("log.reach");
  const zone = useZone();
  const { view } = page.coverage;
  const begin = archiveBegin(view);
  if (view === null || begin === null) return null;
  const { percent } = view;
  const date = zone.day(begin);
  if (!isFilling(view) || percent === 100) {
    return <span className={styles.reach}>{t("since", { date })}</span>;
  }
  return (
    <span className={styles.reach}>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
      {t("filling", { date, percent })}
    </span>
  );
}
