"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { asProblem, problemKind } from "../../../../../_ui/session/problem.ts";
import { SkeletonBars } from "../../../../../_ui/states/skeleton-bars.tsx";
import { SettingsCard } from "./settings-card.tsx";
import styles from "./settings.module.css";

interface Props<Data> {
  title: string;
  note: string;
  query: UseQueryResult<Data>;
  action?: ReactNode;
  children(data: Data): ReactNode;
}

/** A card with data of its own: when these are missing, only this card says so. */
export function LoadedCard<Data>({ title, note, query, action, children }: Props<Data>) {
  const errors = useTranslations("errors");
  const { data, error } = query;
  return (
    <SettingsCard title={title} note={note} action={action}>
      {data !== undefined && children(data)}
      {data === undefined && error === null && (
        <div className={styles.skeleton}>
          <SkeletonBars rows={3} rowHeight={32} />
        </div>
      )}
      {data === undefined && error !== null && (
        <div className={styles.fault} role="alert">
          <p>{errors(`${problemKind(asProblem(error))}.title`)}</p>
          <Button size="sm" onPress={() => void query.refetch()}>
            {errors("retry")}
          </Button>
        </div>
      )}
    </SettingsCard>
  );
}

/** Says that a change was not made, and in which of the known situations. */
export function ChangeFault({ text, error }: { text: string; error: Error | null }) {
  const errors = useTranslations("errors");
  if (error === null) return null;
  return (
    <p className={styles.fault} role="alert">
      {text} {errors(`${problemKind(asProblem(error))}.title`)}
    </p>
  );
}
