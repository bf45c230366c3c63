"use client";

import { useFormatter, useTranslations } from "use-intl";
import { useMemo } from "react";
import { CopyButton } from "../../../../../../_ui/controls/copy-button.client.tsx";
import { CodeBox } from "../../../../../../_ui/json/code-box.tsx";
import { Marked } from "../../../../../../_ui/marks/marked.client.tsx";
import { PanelSection } from "../../../../../../_ui/panel/panel-section.tsx";
import styles from "../entry-panel.module.css";

/** The description as it is stored, letter by letter. Never drawn as markup. */
export function EntryRaw({ description }: { description: string | null }) {
  const t = useTranslations("entryPanel");
  const format = useFormatter();
  const bytes = useMemo(() => new TextEncoder().encode(description ?? "").length, [description]);
  if (description === null || description === "") {
    return (
      <PanelSection title={t("stored")}>
        <p className={styles.none}>{t("nothing")}</p>
      </PanelSection>
    );
  }
  const size = t("bytes", { count: bytes, number: format.number(bytes) });
  return (
    <PanelSection
      title={t("stored")}
      note={size}
      tools={<CopyButton text={description} label={t("copyDescription")} />}
    >
      <CodeBox>
        <Marked text={description} />
      </CodeBox>
    </PanelSection>
  );
}
