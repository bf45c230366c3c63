"use client";

import { useTranslations } from "use-intl";
import { useMemo, useState } from "react";
import { decodeDescription, descriptionText } from "../../../../../../lib/archive/shared.ts";
import { Choice } from "../../../../../_ui/controls/choice.client.tsx";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { CodeBox } from "../../../../../_ui/json/code-box.tsx";
import { JsonView } from "../../../../../_ui/json/json-view.tsx";
import { PanelSection } from "../../../../../_ui/panel/panel-section.tsx";
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
  const tools = decoded.kind !== "empty" && (
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
  );
  return (
    <PanelSection title={t("title")} note={t(`kind.${decoded.kind}`)} tools={tools}>
      {decoded.kind === "empty" && <p className={styles.none}>{t("none")}</p>}
      {decoded.kind !== "empty" && isTree && !isRaw && <JsonView value={decoded.value} />}
      {decoded.kind !== "empty" && (!isTree || isRaw) && <CodeBox isProse={!isRaw}>{text}</CodeBox>}
    </PanelSection>
  );
}
