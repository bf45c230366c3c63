"use client";

import { ArrowRight, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { useStoredChoice } from "../../../../../_ui/stored-choice.ts";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import type { LogAddress } from "./log-address.ts";
import { isFilling } from "./use-coverage.ts";
import type { LogPageState } from "./use-log-page.ts";
import styles from "./first-steps.module.css";

const QUESTIONS = [
  { name: "failed", change: { q: "type:USER_LOGIN,USER_LOGINBYHASH", from: "now-24h", to: null } },
  {
    name: "rights",
    change: { q: "type:*PERMISSION* OR type:*RIGHT* OR type:*GROUP*", from: "now-7d", to: null },
  },
  { name: "deleted", change: { q: "type:*DELETE*", from: "now-7d", to: null } },
] as const satisfies readonly { name: string; change: Partial<LogAddress> }[];

/** For who opens the log the first times: how far it is loaded, and questions to begin with. */
export function FirstSteps({ page }: { page: LogPageState }) {
  const t = useTranslations("firstSteps");
  const [choice, choose] = useStoredChoice("first-steps", ["shown", "hidden"]);
  const { filter, coverage, entries, actions } = page;
  // An end alone is what live mode leaves behind: nothing may move then.
  const isAsked = filter.q !== "" || filter.from !== null;
  // It stays while other rows are read, or they would move.
  const isWorth = entries.isLoading || entries.rows.length > 0;
  if (choice === "hidden" || isAsked || !isWorth) return null;
  return (
    <section className={styles.steps} aria-label={t("title")}>
      <div className={styles.words}>
        <strong>{t("title")}</strong>
        {isFilling(coverage.view) && <Loading page={page} />}
      </div>
      <ul className={styles.questions}>
        {QUESTIONS.map(({ name, change }) => (
          <li key={name}>
            <button
              type="button"
              className={styles.question}
              onClick={() => actions.change(change)}
            >
              {t(`question.${name}`)}
              <ArrowRight size={14} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <IconButton size="sm" label={t("hide")} onPress={() => choose("hidden")}>
        <X size={16} />
      </IconButton>
    </section>
  );
}

function Loading({ page }: { page: LogPageState }) {
  const t = useTranslations("firstSteps");
  const zone = useZone();
  const { view } = page.coverage;
  const percent = view?.percent ?? 0;
  const since = view?.loadedFrom ?? null;
  return (
    <span className={styles.loading}>
      <progress className={styles.bar} value={percent} max={100} aria-label={t("progress")} />
      {since === null ? t("begun") : t("loaded", { date: zone.day(since), percent })}
    </span>
  );
}
