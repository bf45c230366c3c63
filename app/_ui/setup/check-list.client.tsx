"use client";

import { CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle } from "lucide-react";
import { useTranslations } from "use-intl";
import type { SetupCheck } from "../../../lib/portals/shared.ts";
import { classes } from "../controls/classes.ts";
import { CHECK_NAMES, firstPending } from "./checks.ts";
import styles from "./check-list.module.css";

interface Props {
  checks: SetupCheck[];
  /** Checks are going on: the first one without a result is the one at work. */
  isRunning: boolean;
}

/** Every check of the installation with its result, and what to do where one is not passed. */
export function CheckList({ checks, isRunning }: Props) {
  const t = useTranslations("checks");
  const current = isRunning ? firstPending(checks) : null;
  return (
    <ul className={styles.list}>
      {CHECK_NAMES.map((name) => {
        const check = checks.find((one) => one.name === name);
        const state = check?.state ?? "pending";
        const isCurrent = name === current;
        return (
          <li key={name} className={classes(styles.check, styles[state])}>
            <Sign state={state} isCurrent={isCurrent} />
            <div className={styles.words}>
              <p className={styles.name}>
                {t(`${name}.title`)}
                <span className={styles.result}>
                  {t(isCurrent ? "state.running" : `state.${state}`)}
                </span>
              </p>
              {(state === "missing" || state === "failed") && (
                <>
                  <p className={styles.help}>{t(`${name}.help`)}</p>
                  {check?.detail && <p className={styles.detail}>{check.detail}</p>}
                </>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Sign({ state, isCurrent }: { state: SetupCheck["state"]; isCurrent: boolean }) {
  if (isCurrent) return <LoaderCircle size={20} className={styles.turning} aria-hidden="true" />;
  if (state === "ok") return <CircleCheck size={20} aria-hidden="true" />;
  if (state === "missing") return <CircleAlert size={20} aria-hidden="true" />;
  if (state === "failed") return <CircleX size={20} aria-hidden="true" />;
  return <CircleDashed size={20} aria-hidden="true" />;
}
