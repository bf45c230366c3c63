"use client";

import { Waypoints } from "lucide-react";
import { useTranslations } from "use-intl";
import { ListFooter } from "../../../../../_ui/table/list-footer.client.tsx";
import { ListPage } from "../../../../../_ui/table/list-page.client.tsx";
import { ListState } from "../../../../../_ui/table/list-state.client.tsx";
import { EventPanel } from "./event-panel.client.tsx";
import { EMPTY_EVENT_FILTER, hasEventFilter } from "./events-address.ts";
import { EventsToolbar } from "./events-toolbar.client.tsx";
import { useEventColumns } from "./use-event-columns.client.tsx";
import { useEventsAddress } from "./use-events-address.ts";
import { useEvents, type Events } from "./use-events.ts";

export function EventsPage() {
  const t = useTranslations("events");
  const { address, change } = useEventsAddress();
  const events = useEvents(address);
  const clear = hasEventFilter(address)
    ? { title: t("clearAll"), onPress: () => change(EMPTY_EVENT_FILTER) }
    : undefined;
  const kind = clear === undefined ? "empty" : "noMatch";
  return (
    <ListPage
      title={t("title")}
      columnsKey="events.columns"
      {...useEventColumns()}
      list={events}
      openId={address.event}
      onOpenChange={(event, isStep) => change({ event }, isStep)}
      toolbar={(columns) => (
        <EventsToolbar
          filter={address}
          rows={events.rows}
          isRefreshing={events.isRefreshing}
          onChange={change}
          onRefresh={events.refresh}
        >
          {columns}
        </EventsToolbar>
      )}
      state={
        <ListState list={events} icon={Waypoints} title={t(`${kind}.title`)} clear={clear}>
          {t(`${kind}.text`)}
        </ListState>
      }
      footer={<EventsFooter events={events} />}
      panel={(id, panel) => <EventPanel key={id} id={id} {...panel} onFilter={change} />}
    />
  );
}

function EventsFooter({ events }: { events: Events }) {
  const t = useTranslations("events.footer");
  const end = t("end", { count: events.rows.length });
  return <ListFooter list={events} texts={{ loading: t("loading"), more: t("more"), end }} />;
}
