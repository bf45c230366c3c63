"use client";

import { ArrowLeftRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { useRef } from "react";
import type { CallView } from "../../../../../../lib/portals/shared.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import card from "../../../../../_ui/shell/card.module.css";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { StateView } from "../../../../../_ui/states/state-view.tsx";
import { ColumnsButton } from "../../../../../_ui/table/columns-button.client.tsx";
import { DataGrid, type GridHandle } from "../../../../../_ui/table/data-grid.client.tsx";
import { fitColumn } from "../../../../../_ui/table/fit-column.ts";
import { ListFooter } from "../../../../../_ui/table/list-footer.client.tsx";
import { useColumns } from "../../../../../_ui/table/use-columns.ts";
import { useOpenRow } from "../../../../../_ui/table/use-open-row.ts";
import { CallPanel } from "./call-panel.client.tsx";
import { EMPTY_CALL_FILTER, hasCallFilter, type CallFilter } from "./calls-address.ts";
import { CallsToolbar } from "./calls-toolbar.client.tsx";
import { useCallColumns } from "./use-call-columns.client.tsx";
import { useCallsAddress } from "./use-calls-address.ts";
import { useCalls, type Calls } from "./use-calls.ts";
import styles from "../../../../../_ui/table/list-page.module.css";

const ROW_HEIGHT = 48;
const keyOf = (call: CallView) => call.id;

export function CallsPage() {
  const t = useTranslations("calls");
  const grid = useRef<GridHandle>(null);
  const { address, change } = useCallsAddress();
  const calls = useCalls(address);
  const { columns: all, stacked } = useCallColumns();
  const columns = useColumns("calls.columns", all);
  const { open, panel } = useOpenRow({
    grid,
    rows: calls.rows,
    id: address.call,
    onChange: (id, isStep) => change({ call: id }, isStep),
  });
  return (
    <section className={card.card} aria-label={t("title")}>
      <h1 className="visually-hidden">{t("title")}</h1>
      <CallsToolbar
        filter={address}
        rows={calls.rows}
        isRefreshing={calls.isRefreshing}
        onChange={change}
        onRefresh={calls.refresh}
      >
        <ColumnsButton columns={columns} grid={grid} />
      </CallsToolbar>
      <div className={card.split}>
        <div className={styles.list}>
          {calls.rows.length === 0 ? (
            <div className={card.scroll}>
              <CallsState calls={calls} filter={address} onChange={change} />
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
              rows={calls.rows}
              rowKey={keyOf}
              rowHeight={ROW_HEIGHT}
              selectedKey={address.call}
              onOpen={open}
              total={calls.hasOlder ? null : calls.rows.length}
              {...(calls.olderError === null && { onNearEnd: calls.loadOlder })}
              isBusy={calls.isRefreshing}
              footer={<CallsFooter calls={calls} />}
            />
          )}
        </div>
        {address.call !== null && (
          <CallPanel key={address.call} id={address.call} {...panel} onFilter={change} />
        )}
      </div>
    </section>
  );
}

interface StateProps {
  calls: Calls;
  filter: CallFilter;
  onChange(part: Partial<CallFilter>): void;
}

function CallsState({ calls, filter, onChange }: StateProps) {
  const t = useTranslations("calls");
  if (calls.isLoading) return <SkeletonRows rows={14} rowHeight={ROW_HEIGHT} />;
  if (calls.error !== null) return <ErrorState error={calls.error} onRetry={calls.refresh} />;
  const kind = hasCallFilter(filter) ? "noMatch" : "empty";
  return (
    <StateView
      icon={<ArrowLeftRight size={30} strokeWidth={1.6} />}
      title={t(`${kind}.title`)}
      actions={
        kind === "noMatch" && (
          <Button onPress={() => onChange(EMPTY_CALL_FILTER)}>{t("clearAll")}</Button>
        )
      }
    >
      <p>{t(`${kind}.text`, { days: calls.keptDays ?? 0 })}</p>
    </StateView>
  );
}

function CallsFooter({ calls }: { calls: Calls }) {
  const t = useTranslations("calls.footer");
  const end = t("end", { count: calls.rows.length, days: calls.keptDays ?? 0 });
  return <ListFooter list={calls} texts={{ loading: t("loading"), more: t("more"), end }} />;
}
