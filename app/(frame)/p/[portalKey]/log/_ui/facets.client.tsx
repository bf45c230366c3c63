"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleMinus, CirclePlus } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { useState } from "react";
import type { FacetView } from "../../../../../../lib/archive/shared.ts";
import type { Picked } from "../../../../../../lib/filter/shared.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { facetsPath } from "./entry-query.ts";
import { sayValue, type Words } from "./field-words.ts";
import type { LogFilter } from "./log-address.ts";
import { stateOf } from "./query-edits.ts";
import type { LogPageState } from "./use-log-page.ts";
import styles from "./facets.module.css";

const FIELDS = ["sev", "type", "user", "ip", "module", "site"] as const;
const FEW = 6;
const MANY = 100;
const AGAIN_MS = 10_000;

interface Props {
  page: LogPageState;
  words: Words;
  isLive: boolean;
}

/** Values of the fields with their numbers of entries; each can be included, excluded or left alone. */
export function Facets({ page, words, isLive }: Props) {
  const t = useTranslations("log.facets");
  return (
    <aside className={styles.side} aria-label={t("label")}>
      {FIELDS.map((field) => (
        <Facet key={field} field={field} page={page} words={words} isLive={isLive} />
      ))}
    </aside>
  );
}

function Facet({ field, page, words, isLive }: Props & { field: string }) {
  const t = useTranslations("log.facets");
  const errors = useTranslations("errors");
  const [isWhole, setWhole] = useState(false);
  const [find, setFind] = useState("");
  const title = words.label(field);
  const query = useFacet(page.filter, { field, find, limit: isWhole ? MANY : FEW, isLive });
  const values = query.data?.values ?? [];
  const isLonger = (query.data?.distinct ?? 0) > FEW;
  return (
    <section className={styles.facet} aria-label={title} aria-busy={query.isFetching}>
      <h2 className={styles.title}>{title}</h2>
      {isWhole && (
        <input
          type="search"
          className={styles.find}
          aria-label={t("find", { field: title })}
          placeholder={t("findShort")}
          value={find}
          onChange={(event) => setFind(event.target.value)}
        />
      )}
      {query.isError && query.data === undefined && (
        <p className={styles.failed} role="alert">
          {t("failed")}
          <Button size="sm" onPress={() => void query.refetch()}>
            {errors("retry")}
          </Button>
        </p>
      )}
      <ul className={styles.values}>
        {values.map(({ value, label, count }) => (
          <FacetRow
            key={value}
            picked={{ field, value }}
            title={label ?? sayValue(field, value, words)}
            count={count}
            page={page}
          />
        ))}
      </ul>
      {(isLonger || isWhole) && (
        <button
          type="button"
          className={styles.more}
          aria-expanded={isWhole}
          onClick={() => {
            setWhole(!isWhole);
            setFind("");
          }}
        >
          {isWhole ? t("less") : t("more", { count: query.data?.distinct ?? 0 })}
        </button>
      )}
    </section>
  );
}

interface RowProps {
  picked: Picked;
  title: string;
  count: number;
  page: LogPageState;
}

function FacetRow({ picked, title, count, page }: RowProps) {
  const t = useTranslations("log.facets");
  const format = useFormatter();
  const state = stateOf(page.filter.q, picked);
  const turn = (wanted: "include" | "exclude") =>
    page.actions.edit(state === wanted ? "remove" : wanted, picked);
  return (
    <li className={classes(styles.value, styles[state])}>
      <button
        type="button"
        className={styles.name}
        aria-pressed={state === "include"}
        title={title}
        onClick={() => turn("include")}
      >
        <span className={styles.text}>{title}</span>
        <span className={styles.count}>{format.number(count)}</span>
      </button>
      <button
        type="button"
        className={styles.leave}
        aria-label={t(state === "exclude" ? "takeBack" : "exclude", { value: title })}
        aria-pressed={state === "exclude"}
        onClick={() => turn("exclude")}
      >
        {state === "exclude" ? <CirclePlus size={14} /> : <CircleMinus size={14} />}
      </button>
    </li>
  );
}

interface Asked {
  field: string;
  find: string;
  limit: number;
  isLive: boolean;
}

function useFacet(filter: LogFilter, { field, find, limit, isLive }: Asked) {
  const api = useApi();
  const { timeZone } = useZone();
  return useQuery({
    queryKey: ["facet", field, find, limit, filter.q, filter.from, filter.to, timeZone],
    queryFn: async ({ signal }) => {
      const path = facetsPath({ filter, timeZone }, { fields: [field], limit, find });
      const { facets } = await api.request<{ facets: FacetView[] }>(path, { signal });
      return facets[0] ?? null;
    },
    staleTime: AGAIN_MS,
    refetchInterval: isLive ? AGAIN_MS : false,
    placeholderData: (old) => old,
  });
}
