"use client";

import { useTranslations } from "use-intl";
import { Button } from "../controls/button.client.tsx";
import { asProblem, problemKind } from "../session/problem.ts";
import type { OlderPages } from "./use-older-pages.ts";
import styles from "./list-page.module.css";

interface Props {
  list: OlderPages;
  texts: { loading: string; more: string; end: string };
}

/** The end of a list: what is being read, what failed, the way to older rows, or that there are none. */
export function ListFooter({ list, texts }: Props) {
  const errors = useTranslations("errors");
  const fault = list.olderError ?? list.error;
  if (list.isLoadingOlder) return <div className={styles.footer}>{texts.loading}</div>;
  if (fault !== null) {
    return (
      <div className={styles.footer} role="alert">
        {errors(`${problemKind(asProblem(fault))}.title`)}
        <Button size="sm" onPress={list.olderError === null ? list.refresh : list.loadOlder}>
          {errors("retry")}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.footer}>
      {list.hasOlder ? (
        <Button size="sm" onPress={list.loadOlder}>
          {texts.more}
        </Button>
      ) : (
        texts.end
      )}
    </div>
  );
}
