"use client";

import { useTranslations } from "use-intl";
import {
  summarize,
  type EntryView,
  type UserView,
} from "../../../../../../../lib/archive/shared.ts";
import { classes } from "../../../../../../_ui/controls/classes.ts";
import { useSession } from "../../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../../_ui/time/zone.client.tsx";
import { Severity } from "../log-cells.client.tsx";
import { wordsLang } from "../words-lang.ts";
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
  const lang = wordsLang(useSession().lang);
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
              <span className={styles.sentence}>{summarize(entry, users, lang)}</span>
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
