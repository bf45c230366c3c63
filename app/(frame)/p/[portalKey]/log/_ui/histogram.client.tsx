"use client";

import { ChartNoAxesColumn, History, Table2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { useRef, useState } from "react";
import type { Histogram as Counts } from "../../../../../../lib/archive/shared.ts";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { useStoredChoice } from "../../../../../_ui/stored-choice.ts";
import { useWidth } from "../../../../../_ui/table/use-width.ts";
import { missingIn } from "./bands.ts";
import { HistogramChart } from "./histogram-chart.client.tsx";
import { HistogramTable } from "./histogram-table.client.tsx";
import { ghostOf } from "./histogram-scale.ts";
import type { LogFilter } from "./log-address.ts";
import { isFilling } from "./use-coverage.ts";
import { useBefore, useHistogram } from "./use-histogram.ts";
import type { LogPageState } from "./use-log-page.ts";
import styles from "./histogram.module.css";

const MAX_BARS = 120;
const MIN_BAR_PX = 7;
// Padding of the strip and the button beside the chart.
const CHROME_PX = 76;

interface Props {
  page: LogPageState;
  isLive: boolean;
}

/** Entries over time; it loads by itself, and when it fails only it does. */
export function Histogram({ page, isLive }: Props) {
  const t = useTranslations("log.histogram");
  const errors = useTranslations("errors");
  const box = useRef<HTMLElement>(null);
  const width = useWidth(box);
  const [isTable, setTable] = useState(false);
  const { filter, entries, coverage, actions } = page;
  const bars = Math.min(MAX_BARS, Math.floor((width - CHROME_PX) / MIN_BAR_PX));
  const query = useHistogram(filter, {
    bars,
    isEnabled: !entries.isLoading,
    isMoving: isLive || isFilling(coverage.view),
  });
  const { data, hold } = useHeld(query.data);
  const ghost = useGhost(filter, { shown: query.isPlaceholderData ? undefined : data, bars });
  const narrow = (range: { from: string; to: string }) =>
    actions.change({ ...range, isLive: false });
  return (
    <section
      ref={box}
      className={styles.strip}
      aria-label={t("label")}
      aria-busy={query.isFetching}
      data-stale={query.isPlaceholderData}
    >
      <div className={styles.main}>
        {query.isError && data === undefined ? (
          <div className={styles.failed} role="alert">
            {t("failed")}
            <Button size="sm" onPress={() => void query.refetch()}>
              {errors("retry")}
            </Button>
          </div>
        ) : (
          <Shown
            data={data}
            ghost={ghost.counts}
            isTable={isTable}
            page={page}
            width={width}
            onPick={narrow}
            onHold={hold}
          />
        )}
      </div>
      <div className={styles.tools}>
        <IconButton
          size="sm"
          label={t(isTable ? "asChart" : "asTable")}
          onPress={() => setTable(!isTable)}
        >
          {isTable ? <ChartNoAxesColumn size={15} /> : <Table2 size={15} />}
        </IconButton>
        {filter.from !== null && (
          <GhostButton isOn={ghost.isOn} hasData={ghost.counts !== null} onTurn={ghost.turn} />
        )}
      </div>
    </section>
  );
}

/** The line of the period before: switchable, and never drawn over nothing. */
function useGhost(filter: LogFilter, input: { shown: Counts | undefined; bars: number }) {
  const [choice, choose] = useStoredChoice("histogram-before", ["on", "off"]);
  const isOn = choice === "on";
  const { data } = useBefore(filter, { ...input, isEnabled: isOn && input.shown !== undefined });
  const counts = isOn && input.shown !== undefined ? ghostOf(input.shown.bars, data) : null;
  return { isOn, counts, turn: () => choose(isOn ? "off" : "on") };
}

function GhostButton(props: { isOn: boolean; hasData: boolean; onTurn(): void }) {
  const t = useTranslations("chartBefore");
  const { isOn, hasData, onTurn } = props;
  return (
    <IconButton
      size="sm"
      label={t(!isOn ? "show" : hasData ? "hide" : "nothing")}
      isPressed={isOn}
      onPress={onTurn}
    >
      <History size={15} />
    </IconButton>
  );
}

interface ShownProps {
  data: Counts | undefined;
  ghost: number[] | null;
  isTable: boolean;
  page: LogPageState;
  width: number;
  onPick(range: { from: string; to: string }): void;
  onHold(isHeld: boolean): void;
}

function Shown({ data, ghost, isTable, page, width, onPick, onHold }: ShownProps) {
  const t = useTranslations("log.histogram");
  if (data === undefined) return <div className={styles.waiting} />;
  const { bars, isExact } = data;
  const [first] = bars;
  const last = bars.at(-1);
  if (first === undefined || last === undefined) {
    return <p className={styles.failed}>{t("nothing")}</p>;
  }
  const limits = { from: Date.parse(first.from), to: Date.parse(last.to) };
  const bands = missingIn(page.coverage.view, limits);
  if (isTable) return <HistogramTable bars={bars} bands={bands} ghost={ghost} onPick={onPick} />;
  return (
    <HistogramChart
      bars={bars}
      bands={bands}
      width={width - CHROME_PX}
      isExact={isExact}
      ghost={ghost}
      onPick={onPick}
      onHold={onHold}
    />
  );
}

/** Counts that come while a range is drawn wait: it would be lost with its bars. */
function useHeld(data: Counts | undefined) {
  const [isHeld, hold] = useState(false);
  const [shown, show] = useState(data);
  if (!isHeld && shown !== data) show(data);
  return { data: isHeld ? shown : data, hold };
}
