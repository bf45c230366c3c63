"use client";

import { useTranslations } from "use-intl";
import {
  summarize,
  type EntryView,
  type UserView,
} from "../../../../../../../lib/archive/shared.ts";
import { useEventWords } from "../../../../../../_ui/i18n/event-words.ts";
import { useZone } from "../../../../../../_ui/time/zone.client.tsx";
import { Severity } from "../log-cells.client.tsx";
import styles from "./context-view.module.css";

interface Props {
  entry: EntryView;
  users: Record<string, UserView>;
}

/** The entry everything is around; it does not scroll away. */
export function AnchorRow({ entry, users }: Props) {
  const t = useTranslations("entryContext");
  const zone = useZone();
  const words = useEventWords();
  return (
    <section className={styles.anchorRow} aria-label={t("anchor")}>
      <time dateTime={entry.at}>{zone.format(entry.at)}</time>
      <Severity severity={entry.severity} />
      <span className={styles.sentence}>{summarize(entry, users, words)}</span>
    </section>
  );
}
