"use client";

import { ArrowLeftRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { ListFooter } from "../../../../../_ui/table/list-footer.client.tsx";
import { ListPage } from "../../../../../_ui/table/list-page.client.tsx";
import { ListState } from "../../../../../_ui/table/list-state.client.tsx";
import { CallPanel } from "./call-panel.client.tsx";
import { EMPTY_CALL_FILTER, hasCallFilter } from "./calls-address.ts";
import { CallsToolbar } from "./calls-toolbar.client.tsx";
import { useCallColumns } from "./use-call-columns.client.tsx";
import { useCallsAddress } from "./use-calls-address.ts";
import { useCalls, type Calls } from "./use-calls.ts";

export function CallsPage() {
  const t = useTranslations("calls");
  const { address, change } = useCallsAddress();
  const calls = useCalls(address);
  const clear = hasCallFilter(address)
    ? { title: t("clearAll"), onPress: () => change(EMPTY_CALL_FILTER) }
    : undefined;
  const kind = clear === undefined ? "empty" : "noMatch";
  return (
    <ListPage
      title={t("title")}
      columnsKey="calls.columns"
      {...useCallColumns()}
      list={calls}
      openId={address.call}
      onOpenChange={(call, isStep) => change({ call }, isStep)}
      toolbar={(columns) => (
        <CallsToolbar
          filter={address}
          rows={calls.rows}
          isRefreshing={calls.isRefreshing}
          onChange={change}
          onRefresh={calls.refresh}
        >
          {columns}
        </CallsToolbar>
      )}
      state={
        <ListState list={calls} icon={ArrowLeftRight} title={t(`${kind}.title`)} clear={clear}>
          {t(`${kind}.text`, { days: calls.keptDays ?? 0 })}
        </ListState>
      }
      footer={<CallsFooter calls={calls} />}
      panel={(id, panel) => <CallPanel key={id} id={id} {...panel} onFilter={change} />}
    />
  );
}

function CallsFooter({ calls }: { calls: Calls }) {
  const t = useTranslations("calls.footer");
  const end = t("end", { count: calls.rows.length, days: calls.keptDays ?? 0 });
  return <ListFooter list={calls} texts={{ loading: t("loading"), more: t("more"), end }} />;
}
