"use client";

import { useQuery } from "@tanstack/react-query";
import { Bookmark, Clock } from "lucide-react";
import { useTranslations } from "use-intl";
import {
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from "react";
import type { EntryView, FacetView, UserView } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { facetsPath } from "./entry-query.ts";
import type { LogFilter } from "./log-address.ts";
import { fieldAt, suggest, type Counted, type Suggestion } from "./suggestions.ts";
import { useWords } from "./use-words.ts";
import { useViews } from "./views/use-views.ts";
import styles from "./query-box.module.css";

export interface SuggestSources {
  rows: EntryView[];
  users: Record<string, UserView>;
  filter: LogFilter;
}

export interface SuggestHandle {
  /** True when the key was meant for the list. */
  onKey(event: KeyboardEvent): boolean;
}

// Fields whose values can be counted.
const COUNTED = ["sev", "type", "module", "site", "user", "ip", "item", "ua", "request"];

interface Props {
  id: string;
  text: string;
  caret: number;
  sources: SuggestSources;
  /** The option chosen by keyboard; undefined while there is no list. */
  onActive(id: string | null | undefined): void;
  onAccept(next: Suggestion["next"]): void;
  ref: Ref<SuggestHandle>;
}

/** Fields, values and queries of before, below the box; the focus stays in the box. */
export function QuerySuggest({ id, text, caret, sources, onActive, onAccept, ref }: Props) {
  const t = useTranslations("log.query");
  const { label, events, newAddress } = useWords(sources.users);
  const saved = useViews().views;
  const views = useMemo(
    () => saved.map(({ id, name, content }) => ({ id, name, q: content.q })),
    [saved],
  );
  const counted = useCounted(text, caret, sources.filter);
  const list = useRef<HTMLUListElement>(null);
  const items = useMemo(
    () =>
      suggest({
        ...{ text, caret, sources, counted, events, newAddress, views },
        label: (field) => label(field.name),
      }),
    [text, caret, sources, counted, events, newAddress, views, label],
  );
  // Nothing is chosen until an arrow is pressed: Enter means the text as it is typed.
  const [place, setPlace] = useState<{ text: string; index: number }>({ text, index: -1 });
  const index = place.text === text ? Math.min(place.index, items.length - 1) : -1;
  const activeId = index < 0 ? null : `${id}-${index}`;
  const isEmpty = items.length === 0;
  useEffect(() => {
    onActive(isEmpty ? undefined : activeId);
    list.current?.children[index]?.scrollIntoView({ block: "nearest" });
  }, [onActive, activeId, index, isEmpty]);
  useImperativeHandle(ref, () => ({
    onKey: (event) => {
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      const chosen = items[index];
      const isTaken = (event.key === "Enter" || event.key === "Tab") && chosen !== undefined;
      if (items.length === 0 || (step === 0 && !isTaken)) return false;
      event.preventDefault();
      if (isTaken) onAccept(chosen.next);
      else setPlace({ text, index: (index + step + items.length + 1) % (items.length + 1) });
      return true;
    },
  }));
  if (isEmpty) return null;
  return (
    <ul ref={list} id={id} className={styles.list} role="listbox" aria-label={t("suggestions")}>
      {items.map((item, order) => (
        <li
          key={item.id}
          id={`${id}-${order}`}
          role="option"
          aria-selected={order === index}
          className={styles.option}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onAccept(item.next)}
        >
          {item.kind === "view" && <Bookmark size={14} aria-label={t("view")} />}
          {item.kind === "recent" && <Clock size={14} aria-label={t("recent")} />}
          <span className={styles.title}>{item.title}</span>
          {item.note !== null && <code className={styles.note}>{item.note}</code>}
        </li>
      ))}
    </ul>
  );
}

const NOTHING: Counted[] = [];

/** Values of the field at the caret in what the page shows now; without them names are still offered. */
function useCounted(text: string, caret: number, filter: LogFilter): Counted[] {
  const api = useApi();
  const { timeZone } = useZone();
  const name = fieldAt(text, caret)?.name ?? "";
  const { data } = useQuery({
    queryKey: ["suggested", name, filter, timeZone],
    queryFn: async ({ signal }) => {
      const path = facetsPath({ filter, timeZone }, { fields: [name], limit: 50 });
      const { facets } = await api.request<{ facets: FacetView[] }>(path, { signal });
      return facets.flatMap(({ values }) => values);
    },
    enabled: COUNTED.includes(name),
    staleTime: 30_000,
    retry: false,
  });
  return data ?? NOTHING;
}
