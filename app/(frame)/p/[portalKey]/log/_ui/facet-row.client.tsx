"use client";

import { CircleMinus, CirclePlus } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import type { Picked } from "../../../../../../lib/filter/shared.ts";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { conditionState } from "./query-edits.ts";
import type { LogPageState } from "./use-log-page.ts";
import styles from "./facets.module.css";

interface Props {
  picked: Picked;
  title: string;
  count: number;
  page: LogPageState;
}

/** A value that is included, excluded or left alone; one that no condition can name is only told. */
export function FacetRow({ picked, title, count, page }: Props) {
  const t = useTranslations("log.facets");
  const format = useFormatter();
  const state = conditionState(page.filter.q, picked);
  const number = <span className={styles.count}>{format.number(count)}</span>;
  if (state === null) {
    return (
      <li className={styles.value}>
        <span className={styles.name} title={title}>
          <span className={styles.text}>{title}</span>
          {number}
        </span>
      </li>
    );
  }
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
        {number}
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
