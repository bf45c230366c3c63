"use client";

import { useTranslations } from "use-intl";
import {
  summarize,
  type EntryView,
  type UserView,
} from "../../../../../../../lib/archive/shared.ts";
import { useEventWords } from "../../../../../../_ui/i18n/event-words.ts";
import { Marked } from "../../../../../../_ui/marks/marked.client.tsx";
import { TimeCard } from "../../../../../../_ui/time/time-card.client.tsx";
import styles from "../entry-panel.module.css";
import { Severity } from "../log-cells.client.tsx";
import { OwnMark } from "../own-mark.client.tsx";

interface Props {
  id: string;
  /** Null while it is not there yet. */
  entry: EntryView | null;
  users: Record<string, UserView>;
}

/** When, how grave and what: the sentence of an entry with its code. */
export function EntryHead({ id, entry, users }: Props) {
  const t = useTranslations("entry");
  const words = useEventWords();
  if (entry === null) return <h2 className={styles.title}>{t("title", { id })}</h2>;
  return (
    <>
      <div className={styles.line}>
        <Severity severity={entry.severity} />
        <OwnMark source={entry.source} />
        <TimeCard key={entry.id} at={entry.at} stored={entry.timestampX} />
      </div>
      <h2 className={styles.title}>
        <Marked text={summarize(entry, users, words)} />
      </h2>
      <code className={styles.code}>
        <Marked text={entry.auditTypeId} />
      </code>
    </>
  );
}
