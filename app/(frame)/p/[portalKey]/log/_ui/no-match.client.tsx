"use client";

import { ListFilter, X } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import type { ReactNode } from "react";
import type { EntryCount } from "../../../../../../lib/archive/shared.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { StateView } from "../../../../../_ui/states/state-view.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { around, conditionsOf, type Condition } from "./condition-counts.ts";
import { sayNode } from "./field-words.ts";
import { EMPTY_FILTER } from "./log-address.ts";
import type { LogPageState } from "./use-log-page.ts";
import { useNoMatch } from "./use-no-match.ts";
import { useWords } from "./use-words.ts";
import styles from "./no-match.module.css";

interface Props {
  page: LogPageState;
  /** What the archive does not have of the range asked for. */
  children: ReactNode;
}

/** Which condition keeps everything away, and when something did match. */
export function NoMatch({ page, children }: Props) {
  const t = useTranslations("logStates.noMatch");
  const zone = useZone();
  const { filter, limits, actions } = page;
  const conditions = conditionsOf(filter.q);
  const { counts, elsewhere, total } = useNoMatch(filter, conditions);
  const length = Number.isFinite(limits.from) && Number.isFinite(limits.to);
  const widen = () => {
    if (elsewhere === null) return;
    actions.change({
      ...around(elsewhere, length ? limits.to - limits.from : null),
      isLive: false,
    });
  };
  return (
    <StateView
      icon={<ListFilter size={30} strokeWidth={1.6} />}
      title={t("title")}
      actions={
        <>
          {elsewhere !== null && (
            <Button look="primary" onPress={widen}>
              {t("goThere", { time: zone.format(elsewhere) })}
            </Button>
          )}
          {total !== null && total.total > 0 && (
            <Button onPress={() => actions.change({ from: null, to: null })}>
              {t(total.isExact ? "allTime" : "allTimeMore", { count: total.total })}
            </Button>
          )}
          <Button onPress={() => actions.change(EMPTY_FILTER)}>{t("clear")}</Button>
        </>
      }
    >
      <p>{t(total?.total === 0 ? "nowhere" : "text")}</p>
      {conditions.length > 0 && (
        <ul className={styles.conditions} aria-label={t("conditions")}>
          {conditions.map((condition, place) => (
            <Without
              key={condition.chip.at.start}
              condition={condition}
              count={counts[place]?.data ?? null}
              isFailed={counts[place]?.isError ?? false}
              page={page}
            />
          ))}
        </ul>
      )}
      {children}
    </StateView>
  );
}

interface WithoutProps {
  condition: Condition;
  count: EntryCount | null;
  isFailed: boolean;
  page: LogPageState;
}

function Without({ condition, count, isFailed, page }: WithoutProps) {
  const t = useTranslations("logStates.noMatch");
  const format = useFormatter();
  const words = useWords(page.entries.users);
  const { chip, rest } = condition;
  const text = chip.node === null ? chip.text : sayNode(chip.node, words);
  const number = (of: EntryCount) => `${of.isExact ? "" : "> "}${format.number(of.total)}`;
  return (
    <li className={styles.condition}>
      <span className={styles.words}>{text}</span>
      <span className={styles.count}>
        {isFailed ? t("uncounted") : count === null ? "…" : t("without", { count: number(count) })}
      </span>
      <button
        type="button"
        className={styles.remove}
        aria-label={t("remove", { text })}
        onClick={() => page.actions.setQuery(rest)}
      >
        <X size={15} />
      </button>
    </li>
  );
}
