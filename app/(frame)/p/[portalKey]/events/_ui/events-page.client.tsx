"use client";

import { Waypoints } from "lucide-react";
import { useTranslations } from "use-intl";
import { useRef } from "react";
import type { EventRecord } from "../../../../../../lib/events/shared.ts";
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
import { EventPanel } from "./event-panel.client.tsx";
import { EMPTY_EVENT_FILTER, hasEventFilter, type EventFilter } from "./events-address.ts";
import { EventsToolbar } from "./events-toolbar.client.tsx";
import { useEventColumns } from "./use-event-columns.client.tsx";
import { useEventsAddress } from "./use-events-address.ts";
import { useEvents, type Events } from "./use-events.ts";
import styles from "../../../../../_ui/table/list-page.module.css";

const ROW_HEIGHT = 48;
const keyOf = (event: EventRecord) => event.id;

export function EventsPage() {
  const t = useTranslations("events");
  const grid = useRef<GridHandle>(null);
  const { address, change } = useEventsAddress();
  const events = useEvents(address);
  const { columns: all, stacked } = useEventColumns();
  const columns = useColumns("events.columns", all);
  const { open, panel } = useOpenRow({
    grid,
    rows: events.rows,
    id: address.event,
    onChange: (id, isStep) => change({ event: id }, isStep),
  });
  return (
    <section className={card.card} aria-label={t("title")}>
      <h1 className="visually-hidden">{t("title")}</h1>
      <EventsToolbar
        filter={address}
        rows={events.rows}
        isRefreshing={events.isRefreshing}
        onChange={change}
        onRefresh={events.refresh}
      >
        <ColumnsButton columns={columns} grid={grid} />
      </EventsToolbar>
      <div className={card.split}>
        <div className={styles.list}>
          {events.rows.length === 0 ? (
            <div className={card.scroll}>
              <EventsState events={events} filter={address} onChange={change} />
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
              rows={events.rows}
              rowKey={keyOf}
              rowHeight={ROW_HEIGHT}
              selectedKey={address.event}
              onOpen={open}
              total={events.hasOlder ? null : events.rows.length}
              {...(events.olderError === null && { onNearEnd: events.loadOlder })}
              isBusy={events.isRefreshing}
              footer={<EventsFooter events={events} />}
            />
          )}
        </div>
        {address.event !== null && (
          <EventPanel key={address.event} id={address.event} {...panel} onFilter={change} />
        )}
      </div>
    </section>
  );
}

interface StateProps {
  events: Events;
  filter: EventFilter;
  onChange(part: Partial<EventFilter>): void;
}

function EventsState({ events, filter, onChange }: StateProps) {
  const t = useTranslations("events");
  if (events.isLoading) return <SkeletonRows rows={14} rowHeight={ROW_HEIGHT} />;
  if (events.error !== null) return <ErrorState error={events.error} onRetry={events.refresh} />;
  const kind = hasEventFilter(filter) ? "noMatch" : "empty";
  return (
    <StateView
      icon={<Waypoints size={30} strokeWidth={1.6} />}
      title={t(`${kind}.title`)}
      actions={
        kind === "noMatch" && (
          <Button onPress={() => onChange(EMPTY_EVENT_FILTER)}>{t("clearAll")}</Button>
        )
      }
    >
      <p>{t(`${kind}.text`)}</p>
    </StateView>
  );
}

function EventsFooter({ events }: { events: Events }) {
  const t = useTranslations("events.footer");
  const end = t("end", { count: events.rows.length });
  return <ListFooter list={events} texts={{ loading: t("loading"), more: t("more"), end }} />;
}
