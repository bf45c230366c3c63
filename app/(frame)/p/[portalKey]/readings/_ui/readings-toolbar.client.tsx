"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMemo, type ReactNode } from "react";
import { READING_KINDS, type ReadingView } from "../../../../../../lib/access/shared.ts";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { Choice } from "../../../../../_ui/controls/choice.client.tsx";
import { Picker, type PickerItem } from "../../../../../_ui/controls/picker.client.tsx";
import {
  EMPTY_READING_FILTER,
  hasReadingFilter,
  SINCES,
  type ReadingFilter,
} from "./readings-address.ts";
import styles from "../../../../../_ui/table/list-page.module.css";

interface Props {
  filter: ReadingFilter;
  rows: ReadingView[];
  isRefreshing: boolean;
  onChange(part: Partial<ReadingFilter>): void;
  onRefresh(): void;
  children: ReactNode;
}

export function ReadingsToolbar({ filter, rows, onChange, ...props }: Props) {
  const t = useTranslations("readings");
  const seen = useMemo(() => listSeen(rows, filter), [rows, filter]);
  const sinces = SINCES.map((id) => ({ id, title: t(`since.${id}`) }));
  return (
    <div className={styles.toolbar} role="search" aria-label={t("filters")}>
      <Choice
        label={t("columns.kind")}
        look="chips"
        options={(["all", ...READING_KINDS] as const).map((id) => ({ id, title: t(`show.${id}`) }))}
        value={filter.kind ?? "all"}
        onChange={(kind) => onChange({ kind: kind === "all" ? null : kind })}
      />
      <Seen
        name="since"
        value={filter.since}
        items={sinces}
        onChange={(id) => onChange({ since: SINCES.find((since) => since === id) ?? null })}
      />
      <Seen
        name="person"
        value={filter.person}
        items={seen.people}
        onChange={(person) => onChange({ person, token: null })}
      />
      <Seen
        name="token"
        value={filter.token}
        items={seen.tokens}
        onChange={(token) => onChange({ token, person: null })}
      />
      {hasReadingFilter(filter) && (
        <Button look="plain" onPress={() => onChange(EMPTY_READING_FILTER)}>
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

interface SeenProps {
  name: "person" | "token" | "since";
  value: string | null;
  items: PickerItem[];
  onChange(value: string | null): void;
}

function Seen({ name, value, items, onChange }: SeenProps) {
  const t = useTranslations(`readings.filter.${name}`);
  const title = items.find(({ id }) => id === value)?.title ?? value;
  return (
    <Picker
      label={t("label")}
      value={title}
      items={items}
      selected={value === null ? [] : [value]}
      searchLabel={t("search")}
      onChange={([id]) => onChange(id ?? null)}
    />
  );
}

/** Who is in the rows; a choice that is not stays in its list by its number. */
function listSeen(rows: ReadingView[], filter: ReadingFilter) {
  const of = (kind: "user" | "token", chosen: string | null): PickerItem[] => {
    const titles = new Map<string, string>();
    for (const { who } of rows) if (who.kind === kind) titles.set(String(who.id), who.name);
    if (chosen !== null && !titles.has(chosen)) titles.set(chosen, `#${chosen.slice(0, 8)}`);
    return [...titles].map(([id, title]) => ({ id, title }));
  };
  return { people: of("user", filter.person), tokens: of("token", filter.token) };
}
