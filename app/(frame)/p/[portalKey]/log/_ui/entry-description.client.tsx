"use client";

import { useTranslations } from "use-intl";
import { useMemo, useState } from "react";
import { decodeDescription, descriptionText } from "../../../../../../lib/archive/shared.ts";
import { Choice } from "../../../../../_ui/controls/choice.client.tsx";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { JsonView } from "../../../../../_ui/json/json-view.tsx";
import styles from "./entry-panel.module.css";

const VIEWS = ["decoded", "raw"] as const;

/** The description as a reader understands it, and as it is stored. Never drawn as markup. */
export function EntryDescription({ description }: { description: string | null }) {
  const t = useTranslations("entry.description");
  const [view, setView] = useState<(typeof VIEWS)[number]>("decoded");
  const decoded = useMemo(() => decodeDescription(description), [description]);
  const isTree = decoded.kind === "json" || decoded.kind === "php";
  const isRaw = view === "raw";
  const text = isRaw ? (description ?? "") : descriptionText(decoded);
  return (
    <section className={styles.section} aria-label={t("title")}>
      <div className={styles.sectionHead}>
        <h3 className={styles.sectionTitle}>{t("title")}</h3>
        <span className={styles.note}>{t(`kind.${decoded.kind}`)}</span>
        <span className={styles.space} />
        {decoded.kind !== "empty" && (
          <>
            <Choice
              label={t("view")}
              look="segments"
              options={VIEWS.map((name) => ({ id: name, title: t(name) }))}
              value={view}
              onChange={(name) => setView(name)}
            />
            <CopyButton text={text} label={t("copy")} />
          </>
        )}
      </div>
      {decoded.kind === "empty" && <p className={styles.none}>{t("none")}</p>}
      {decoded.kind !== "empty" && isTree && !isRaw && <JsonView value={decoded.value} />}
      {decoded.kind !== "empty" && (!isTree || isRaw) && (
        <pre className={classes(styles.text, isRaw && styles.raw)} tabIndex={0}>
          {text}
        </pre>
      )}
    </section>
  );
}
