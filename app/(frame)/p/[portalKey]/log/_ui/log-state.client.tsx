"use client";

import { CalendarX2, CloudDownload, ListFilter, ScrollText } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { StateView } from "../../../../../_ui/states/state-view.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { isAllMissing, type Band } from "./bands.ts";
import { EMPTY_FILTER, hasFilter } from "./log-address.ts";
import { Cancelled, TooSlow, TooWide } from "./log-waits.client.tsx";
import { MissingLines, RemovedWhy } from "./missing-lines.client.tsx";
import { NoMatch } from "./no-match.client.tsx";
import type { LogPageState } from "./use-log-page.ts";

interface Props {
  page: LogPageState;
  /** What the archive does not have of the range asked for. */
  bands: Band[];
}

/** What stands where rows would be: an order that is too much, an empty log, missing data or a filter that fits nothing. */
export function LogState({ page, bands }: Props) {
  const t = useTranslations("log.empty");
  const own = useTranslations("logStates");
  const zone = useZone();
  const { entries, coverage, filter, limits, actions } = page;
  if (entries.error !== null) return <TooWide page={page} />;
  if (entries.isCancelled) return <Cancelled page={page} />;
  const { view } = coverage;
  const since = view?.loadedFrom ?? null;
  // Nothing can be said of what was not looked through.
  if (entries.hasMore) return <TooSlow page={page} />;
  if (!hasFilter(filter) && bands.every(({ state }) => state === "before")) {
    return view === null || view.readAt === null ? <Unread page={page} /> : <NoLog page={page} />;
  }
  const pending = bands.findLast(({ state }) => state === "pending");
  // Without any condition nothing fails to match: what there was is not here any more.
  const isOutside = isAllMissing(bands, limits) || !hasFilter(filter);
  const isRemoved = bands.some(({ state }) => state === "removed");
  // Where only some were removed, what is missing besides is the reason.
  const isAllRemoved = bands.some((band) => band.state === "removed" && band.isWhole);
  const gone = isAllRemoved ? "removed" : "outside";
  const kind = pending !== undefined ? "pending" : isOutside ? gone : "noMatch";
  if (kind === "noMatch") {
    return (
      <NoMatch page={page}>
        <MissingLines bands={bands} />
        {isRemoved && <RemovedWhy />}
      </NoMatch>
    );
  }
  const hasTime = filter.from !== null || filter.to !== null;
  const load = (band: Band) => coverage.load(new Date(Date.parse(band.to) + 1).toISOString());
  return (
    <StateView
      icon={SIGNS[kind]}
      title={t(`${kind}.title`)}
      actions={
        <>
          {pending !== undefined && (
            <Button look="primary" isPending={coverage.isLoading} onPress={() => load(pending)}>
              {t(coverage.isLoading ? "loading" : "load")}
            </Button>
          )}
          {kind !== "pending" && since !== null && (
            <Button look="primary" onPress={() => actions.change(FIRST_EVENT)}>
              {own("outside.first", { time: zone.format(since) })}
            </Button>
          )}
          {hasTime && (
            <Button onPress={() => actions.change({ from: null, to: null })}>{t("allTime")}</Button>
          )}
          <Button onPress={() => actions.change(EMPTY_FILTER)}>{t("clear")}</Button>
        </>
      }
    >
      <p>{t(`${kind}.text`)}</p>
      {kind === "outside" && <p>{own("outside.why")}</p>}
      <MissingLines bands={bands} />
      {isRemoved && <RemovedWhy />}
    </StateView>
  );
}

// The list turned around begins with the first entry there is.
const FIRST_EVENT = { from: null, to: null, sort: "asc", isLive: false } as const;
const SIGN = { size: 30, strokeWidth: 1.6 };
const SIGNS = {
  pending: <CloudDownload {...SIGN} />,
  outside: <ListFilter {...SIGN} />,
  removed: <CalendarX2 {...SIGN} />,
};

function Unread({ page }: { page: LogPageState }) {
  const t = useTranslations("log.empty");
  return (
    <StateView
      icon={<CloudDownload {...SIGN} />}
      title={t("unread.title")}
      actions={<Button onPress={page.actions.reload}>{t("again")}</Button>}
    >
      <p>{t("unread.text")}</p>
    </StateView>
  );
}

function NoLog({ page }: { page: LogPageState }) {
  const t = useTranslations("log.empty");
  const zone = useZone();
  const readAt = page.coverage.view?.readAt ?? null;
  return (
    <StateView
      icon={<ScrollText {...SIGN} />}
      title={t("noLog.title")}
      actions={<Button onPress={page.actions.reload}>{t("again")}</Button>}
    >
      <p>{t("noLog.text")}</p>
      {readAt !== null && <p>{t("noLog.readAt", { time: zone.format(readAt) })}</p>}
    </StateView>
  );
}
