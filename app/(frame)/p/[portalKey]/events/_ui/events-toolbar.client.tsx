"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemo, type ReactNode } from "react";
import { EVENT_STATUSES, type EventRecord } from "../../../../../../lib/events/shared.ts";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { Picker, type PickerItem } from "../../../../../_ui/controls/picker.client.tsx";
import {
  EMPTY_EVENT_FILTER,
  hasEventFilter,
  isEventId,
  isEventName,
  isSince,
  SINCE_PRESETS,
  type EventFilter,
} from "./events-address.ts";
import styles from "../../../../../_ui/table/list-page.module.css";

interface Props {
  filter: EventFilter;
  rows: EventRecord[];
  isRefreshing: boolean;
  onChange(part: Partial<EventFilter>): void;
  onRefresh(): void;
  /** Tools beside those of the filter. */
  children: ReactNode;
}

export function EventsToolbar({ filter, rows, onChange, ...props }: Props) {
  const t = useTranslations("events");
  const names = useMemo(
    () => listOf([filter.name, ...rows.map(({ eventName }) => eventName)]),
    [rows, filter.name],
  );
  const statuses = EVENT_STATUSES.map((id) => ({ id, title: t(`status.${id}`), note: id }));
  const presets = SINCE_PRESETS.map((id) => ({ id, title: t(`since.${id}`) }));
  return (
    <div className={styles.toolbar} role="search" aria-label={t("filters")}>
      <Picker
        label={t("filter.since.label")}
        value={presets.find(({ id }) => id === filter.since)?.title ?? filter.since}
        items={presets}
        selected={listOf([filter.since]).map(({ id }) => id)}
        searchLabel={t("filter.since.search")}
        onChange={([since]) => onChange({ since: since ?? null })}
        itemFor={(text) => (isSince(text) ? toItem(text) : null)}
      />
      <Picker
        label={t("filter.status.label")}
        value={filter.status && t(`status.${filter.status}`)}
        items={statuses}
        selected={filter.status === null ? [] : [filter.status]}
        searchLabel={t("filter.status.search")}
        onChange={([id]) =>
          onChange({ status: EVENT_STATUSES.find((name) => name === id) ?? null })
        }
      />
      <Picker
        label={t("filter.name.label")}
        value={filter.name}
        items={names}
        selected={filter.name === null ? [] : [filter.name]}
        searchLabel={t("filter.name.search")}
        onChange={([name]) => onChange({ name: name ?? null })}
        itemFor={(text) => (isEventName(text) ? toItem(text) : null)}
      />
      <Picker
        label={t("filter.id.label")}
        value={filter.id}
        items={listOf([filter.id])}
        selected={filter.id === null ? [] : [filter.id]}
        searchLabel={t("filter.id.search")}
        onChange={([id]) => onChange({ id: id ?? null })}
        itemFor={(text) => (isEventId(text) ? toItem(text) : null)}
      />
      {hasEventFilter(filter) && (
        <Button look="plain" onPress={() => onChange(EMPTY_EVENT_FILTER)}>
          {t("clearAll")}
        </Button>
      )}
      <span className={styles.space} />
      {props.children}
      <IconButton label={t("refresh")} isDisabled={props.isRefreshing} onPress={props.onRefresh}>
        <RotateCw size={17} strokeWidth={1.8} />
      </IconButton>
    </div>
  );
}

function toItem(id: string): PickerItem {
  return { id, title: id };
}

function listOf(values: (string | null)[]): PickerItem[] {
  return [...new Set(values.filter((value) => value !== null))].sort().map(toItem);
}
