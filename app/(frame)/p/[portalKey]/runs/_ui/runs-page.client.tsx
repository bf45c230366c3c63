"use client";

import { Activity } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation.js";
import { useTranslations } from "use-intl";
import { useCallback, useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import type { RunView } from "../../../../../../lib/runs/shared.ts";
import { framePath } from "../../../../../_ui/address/frame-address.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { useSessionContext } from "../../../../../_ui/session/session.client.tsx";
import { useStepNames } from "../../../../../_ui/session/use-settings.ts";
import card from "../../../../../_ui/shell/card.module.css";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { StateView } from "../../../../../_ui/states/state-view.tsx";
import { DataGrid } from "../../../../../_ui/table/data-grid.client.tsx";
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
  const { columns, stacked } = useRunColumns(useStepNames());
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
      <div className={styles.toolbar}>
        <LabelFilter label={label} onChange={setLabel} />
        <span className={styles.space} />
        {rows.some(isOpenRun) && <span className={styles.fresh}>{t("refreshing")}</span>}
      </div>
      {rows.length === 0 ? (
        <div className={card.scroll}>
          <RunsState query={query} label={label} onAll={() => setLabel(null)} />
        </div>
      ) : (
        <DataGrid
          label={t("title")}
          columns={columns}
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
  const choose = (keys: Iterable<unknown>) => {
    const [key] = keys;
    onChange(RUN_LABELS.find((name) => name === key) ?? null);
  };
  return (
    <ToggleButtonGroup
      className={styles.chips ?? ""}
      aria-label={t("filter")}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[label ?? "all"]}
      onSelectionChange={choose}
    >
      <ToggleButton id="all" className={styles.chip ?? ""}>
        {t("all")}
      </ToggleButton>
      {RUN_LABELS.map((name) => (
        <ToggleButton key={name} id={name} className={styles.chip ?? ""}>
          {t(`state.${name}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
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
