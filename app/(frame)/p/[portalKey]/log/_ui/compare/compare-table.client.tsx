"use client";

import { useTranslations } from "use-intl";
import {
  summarize,
  type EntryView,
  type UserView,
} from "../../../../../../../lib/archive/shared.ts";
import { classes } from "../../../../../../_ui/controls/classes.ts";
import { useEventWords } from "../../../../../../_ui/i18n/event-words.ts";
import { useZone } from "../../../../../../_ui/time/zone.client.tsx";
import { Severity } from "../log-cells.client.tsx";
import type { CompareRow } from "./compare-rows.ts";
import styles from "./compare.module.css";

interface Props {
  entries: EntryView[];
  users: Record<string, UserView>;
  rows: CompareRow[];
}

export function CompareTable({ entries, users, rows }: Props) {
  const t = useTranslations("entryCompare");
  const fields = useTranslations("entry.field");
  const zone = useZone();
  const words = useEventWords();
  const nameOf = ({ name }: CompareRow) => {
    if ("path" in name) return <code>{name.path}</code>;
    return name.field === "description" ? t("description") : fields(name.field);
  };
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <td />
          {entries.map((entry) => (
            <th key={entry.id} scope="col">
              <span className={styles.when}>
                <time dateTime={entry.at}>{zone.format(entry.at)}</time>
                <Severity severity={entry.severity} />
              </span>
              <span className={styles.sentence}>{summarize(entry, users, words)}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key} className={classes(!row.isSame && styles.differs)}>
            <th scope="row">
              {nameOf(row)}
              {!row.isSame && <span className={styles.sign}>≠</span>}
            </th>
            {row.values.map((value, index) => (
              <td key={entries[index]?.id}>
                {value ?? <span className={styles.none}>{t("none")}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {rows.length === 0 && <caption className={styles.none}>{t("same")}</caption>}
    </table>
  );
}
