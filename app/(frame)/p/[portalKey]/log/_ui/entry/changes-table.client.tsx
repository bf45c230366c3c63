"use client";

import { useTranslations } from "use-intl";
import { printPath } from "../../../../../../_ui/json/node-terms.ts";
import type { Change } from "./find-changes.ts";
import styles from "./entry-parts.module.css";

const MAX_SHOWN = 200;

/** Old and new values, told apart by words and lines and not by colour alone. */
export function ChangesTable({ changes }: { changes: Change[] }) {
  const t = useTranslations("entryChanges");
  if (changes.length === 0) return <p className={styles.quiet}>{t("same")}</p>;
  const rest = changes.length - MAX_SHOWN;
  return (
    <>
      <table className={styles.changes}>
        <thead>
          <tr>
            <th scope="col">{t("place")}</th>
            <th scope="col">{t("before")}</th>
            <th scope="col">{t("after")}</th>
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, MAX_SHOWN).map(({ path, before, after }, index) => (
            <tr key={index}>
              <th scope="row">{path.length === 0 ? t("whole") : printPath(path)}</th>
              <td>{before !== null && <del className={styles.gone}>{before}</del>}</td>
              <td>{after !== null && <ins className={styles.come}>{after}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 && <p className={styles.quiet}>{t("rest", { count: rest })}</p>}
    </>
  );
}
