"use client";

import { Ellipsis } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { keyName } from "../../../../../_ui/keys/match-key.ts";
import type { FacetView } from "../../../../../../lib/archive/shared.ts";
import type { MarkAt, MarkEdit } from "./chart-menu.client.tsx";
import { sayValue, type Words } from "./field-words.ts";
import { conditionState } from "./query-edits.ts";
import type { LogPageState } from "./use-log-page.ts";
import styles from "./charts.module.css";

interface Props {
  facet: FacetView;
  isTable: boolean;
  page: LogPageState;
  words: Words;
  onMenu(at: MarkAt): void;
}

const EDITS: readonly MarkEdit[] = ["include", "exclude", "only"];

/** The most frequent values of a field as bars or as a table; each of them is a condition. */
export function ChartTop({ facet, isTable, page, words, onMenu }: Props) {
  const t = useTranslations("charts");
  const { values } = facet;
  const highest = Math.max(1, ...values.map(({ count }) => count));
  const marks = values.map(({ value, label, count }) => ({
    picked: { field: facet.field, value },
    title: label ?? sayValue(facet.field, value, words),
    count,
    share: count / highest,
  }));
  if (marks.length === 0) return <p className={styles.note}>{t("nothing")}</p>;
  if (isTable) return <TopTable field={words.label(facet.field)} marks={marks} page={page} />;
  return (
    <ul className={styles.bars}>
      {marks.map((mark) => (
        <TopBar key={mark.picked.value} mark={mark} page={page} onMenu={onMenu} />
      ))}
    </ul>
  );
}

interface Mark {
  picked: { field: string; value: string };
  title: string;
  count: number;
  /** Of the longest bar. */
  share: number;
}

function TopBar(props: { mark: Mark; page: LogPageState; onMenu(at: MarkAt): void }) {
  const { mark, page, onMenu } = props;
  const { picked, title, count, share } = mark;
  const t = useTranslations("charts");
  const format = useFormatter();
  const state = conditionState(page.filter.q, picked);
  const openMenu = (element: Element) =>
    onMenu({ element, title, edits: EDITS, act: (edit) => page.actions.edit(edit, picked) });
  return (
    <li
      className={classes(styles.bar, state !== null && styles[state])}
      onContextMenu={(event) => {
        event.preventDefault();
        openMenu(event.currentTarget);
      }}
      onKeyDown={(event) => {
        const isMenu = keyName(event) === "m" || (event.key === "F10" && event.shiftKey);
        if (!isMenu || state === null) return;
        event.preventDefault();
        event.stopPropagation();
        openMenu(event.currentTarget);
      }}
    >
      <button
        type="button"
        className={styles.mark}
        disabled={state === null}
        aria-pressed={state === "include"}
        title={title}
        onClick={() => page.actions.edit(state === "include" ? "remove" : "include", picked)}
      >
        <span className={styles.name}>{title}</span>
        <svg className={styles.track} aria-hidden="true">
          <rect className={styles.fill} width={`${share * 100}%`} height="8" rx="2" />
        </svg>
        <span className={styles.count}>{format.number(count)}</span>
      </button>
      <button
        type="button"
        className={styles.more}
        disabled={state === null}
        aria-haspopup="menu"
        aria-label={t("menu", { value: title })}
        onClick={(event) => openMenu(event.currentTarget)}
      >
        <Ellipsis size={15} />
      </button>
    </li>
  );
}

function TopTable(props: { field: string; marks: Mark[]; page: LogPageState }) {
  const { field, marks, page } = props;
  const t = useTranslations("charts");
  const format = useFormatter();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{field}</th>
          <th scope="col">{t("entries")}</th>
        </tr>
      </thead>
      <tbody>
        {marks.map(({ picked, title, count }) => (
          <tr key={picked.value}>
            <th scope="row">
              <button
                type="button"
                className={styles.link}
                disabled={conditionState(page.filter.q, picked) === null}
                onClick={() => page.actions.edit("include", picked)}
              >
                {title}
              </button>
            </th>
            <td>{format.number(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
