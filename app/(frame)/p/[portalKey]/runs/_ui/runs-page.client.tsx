"use client";

import { Activity } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import { useCallback, useRef, useState } from "react";
import type { RunView } from "../../../../../../lib/runs/shared.ts";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
import { Choice } from "../../../../../_ui/controls/choice.client.tsx";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { useSessionContext } from "../../../../../_ui/session/session.client.tsx";
import { useStepNames } from "../../../../../_ui/session/use-settings.ts";
import card from "../../../../../_ui/shell/card.module.css";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { StateView } from "../../../../../_ui/states/state-view.tsx";
import { ColumnsButton } from "../../../../../_ui/table/columns-button.client.tsx";
import { DataGrid, type GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { fitColumn } from "../../../../../_ui/table/fit-column.ts";
import { useColumns } from "../../../../../_ui/table/use-columns.ts";
import { isOpenRun, RUN_LABELS, type RunLabel } from "./run-state.ts";
import { useRunColumns } from "./use-run-columns.client.tsx";
import { useRuns } from "./use-runs.ts";
import styles from "./run-parts.module.css";

const ROW_HEIGHT = 48;
const keyOf = (run: RunView) => run.id;

export function RunsPage() {
  const t = useTranslations("runs");
  const [label, setLabel] = useState<RunLabel | null>(null);
  const { query, rows } = useRuns(label);
  const grid = useRef<GridHandle>(null);
  const { columns: all, stacked } = useRunColumns(useStepNames());
  const columns = useColumns("runs.columns", all);
  const router = useRouter();
  const params = useSearchParams();
  const { portalKey } = useSessionContext();
  const open = (run: RunView) => {
    router.push(framePath(params, { portalKey, page: "runs", id: run.id }));
  };
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const loadOlder = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  return (
    <section className={card.card} aria-label={t("title")}>
      <h1 className="visually-hidden">{t("title")}</h1>
      <div className={styles.toolbar}>
        <LabelFilter label={label} onChange={setLabel} />
        <span className={styles.space} />
        {rows.some(isOpenRun) && <span className={styles.fresh}>{t("refreshing")}</span>}
        <ColumnsButton columns={columns} grid={grid} />
      </div>
      {rows.length === 0 ? (
        <div className={card.scroll}>
          <RunsState query={query} label={label} onAll={() => setLabel(null)} />
        </div>
      ) : (
        <DataGrid
          ref={grid}
          label={t("title")}
          columns={columns.columns}
          widths={{
            set: columns.setWidth,
            fit: (column) => fitColumn(columns, grid.current, column),
          }}
          stacked={stacked}
          rows={rows}
          rowKey={keyOf}
          rowHeight={ROW_HEIGHT}
          selectedKey={null}
          onOpen={open}
          total={hasNextPage ? null : rows.length}
          onNearEnd={loadOlder}
        />
      )}
    </section>
  );
}

interface FilterProps {
  label: RunLabel | null;
  onChange(label: RunLabel | null): void;
}

function LabelFilter({ label, onChange }: FilterProps) {
  const t = useTranslations("runs");
  const options = [
    { id: "all" as const, title: t("all") },
    ...RUN_LABELS.map((name) => ({ id: name, title: t(`state.${name}`) })),
  ];
  return (
    <Choice
      label={t("filter")}
      look="chips"
      options={options}
      value={label ?? "all"}
      onChange={(option) => onChange(option === "all" ? null : option)}
    />
  );
}

interface StateProps {
  query: ReturnType<typeof useRuns>["query"];
  label: RunLabel | null;
  onAll(): void;
}

function RunsState({ query, label, onAll }: StateProps) {
  const t = useTranslations("runs");
  if (query.isPending) return <SkeletonRows rows={12} rowHeight={ROW_HEIGHT} />;
  if (query.error !== null) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <StateView
      icon={<Activity size={30} strokeWidth={1.6} />}
      title={t(label === null ? "empty.title" : "noMatch.title")}
      actions={label !== null && <Button onPress={onAll}>{t("noMatch.all")}</Button>}
    >
      <p>{t(label === null ? "empty.text" : "noMatch.text")}</p>
    </StateView>
  );
}
