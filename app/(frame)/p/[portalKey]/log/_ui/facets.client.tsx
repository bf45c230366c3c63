"use client";

import { Pin, PinOff } from "lucide-react";
import { useTranslations } from "use-intl";
import { useState } from "react";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { FacetAdd } from "./facet-add.client.tsx";
import { FacetRow } from "./facet-row.client.tsx";
import { fieldOf, usePinnedFacets, type FacetsChoice } from "./facets-choice.ts";
import { sayValue, type Words } from "./field-words.ts";
import { useFacet } from "./use-facet.ts";
import type { LogPageState } from "./use-log-page.ts";
import styles from "./facets.module.css";

const FEW = 6;
const MANY = 100;

interface Props {
  page: LogPageState;
  words: Words;
  isLive: boolean;
}

/** Values of the fields with their numbers of entries; each can be included, excluded or left alone. */
export function Facets({ page, words, isLive }: Props) {
  const t = useTranslations("log.facets");
  const choice = usePinnedFacets();
  return (
    <aside className={styles.side} aria-label={t("label")}>
      {choice.shown.map((name) => (
        <Facet key={name} name={name} choice={choice} page={page} words={words} isLive={isLive} />
      ))}
      <FacetAdd rows={page.entries.rows} words={words} choice={choice} />
    </aside>
  );
}

function Facet({
  name,
  choice,
  page,
  words,
  isLive,
}: Props & { name: string; choice: FacetsChoice }) {
  const t = useTranslations("log.facets");
  const errors = useTranslations("errors");
  const [isWhole, setWhole] = useState(false);
  const [find, setFind] = useState("");
  // Once used it stays, or the focus would go with the last letter taken back.
  const [isFinding, setFinding] = useState(false);
  const at = fieldOf(name);
  const title = at.path === undefined ? words.label(name) : at.path.join(".");
  const query = useFacet(page.filter, {
    field: name,
    find,
    limit: isWhole ? MANY : FEW,
    isLive,
  });
  const { data } = query;
  const values = data?.values ?? [];
  const isLonger = (data?.distinct ?? 0) > FEW;
  return (
    <section className={styles.facet} aria-label={title} aria-busy={query.isFetching}>
      <FacetHead name={name} title={title} choice={choice} />
      {(isLonger || isWhole || isFinding) && (
        <input
          type="search"
          className={styles.find}
          aria-label={t("find", { field: title })}
          placeholder={t("findShort")}
          value={find}
          onFocus={() => setFinding(true)}
          onChange={(event) => setFind(event.target.value)}
        />
      )}
      {query.isError && (
        <div className={styles.failed} role="alert">
          {t("failed")}
          <Button size="sm" onPress={() => void query.refetch()}>
            {errors("retry")}
          </Button>
        </div>
      )}
      <ul className={styles.values}>
        {values.map(({ value, label, count }) => (
          <FacetRow
            key={value}
            picked={{ ...at, value }}
            title={label ?? sayValue(at.field, value, words)}
            count={count}
            page={page}
          />
        ))}
      </ul>
      <FacetNote data={data} isSearched={find !== ""} />
      {((isLonger && find === "") || isWhole) && (
        <button
          type="button"
          className={styles.more}
          aria-expanded={isWhole}
          onClick={() => {
            setWhole(!isWhole);
            setFind("");
          }}
        >
          {isWhole ? t("less") : t("more", { count: data?.distinct ?? 0 })}
        </button>
      )}
    </section>
  );
}

/** What the numbers leave open: none at all, or a count that was given up when time was over. */
function FacetNote(props: { data: ReturnType<typeof useFacet>["data"]; isSearched: boolean }) {
  const t = useTranslations("facetsMore");
  const { data, isSearched } = props;
  if (data === null || data === undefined) return null;
  if (!data.isExact) return <p className={styles.failed}>{t("partly")}</p>;
  if (data.values.length > 0) return null;
  return <p className={styles.failed}>{t(isSearched ? "noneFound" : "none")}</p>;
}

function FacetHead(props: { name: string; title: string; choice: FacetsChoice }) {
  const t = useTranslations("facetsMore");
  const { name, title, choice } = props;
  const isPinned = choice.isPinned(name);
  return (
    <div className={styles.head}>
      <h2 className={styles.title} title={title}>
        {title}
      </h2>
      <IconButton
        size="sm"
        label={t(isPinned ? "unpin" : "pin", { field: title })}
        isPressed={isPinned}
        onPress={() => choice.turnPin(name)}
      >
        {isPinned ? <PinOff size={14} /> : <Pin size={14} />}
      </IconButton>
    </div>
  );
}
