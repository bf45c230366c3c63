"use client";

import { useTranslations } from "use-intl";
import {
  decodeDescription,
  descriptionText,
  type EntryView,
} from "../../../../../../../lib/archive/shared.ts";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import { Marked } from "../../../../../../_ui/marks/marked.client.tsx";
import { PanelSection } from "../../../../../../_ui/panel/panel-section.tsx";
import styles from "./entry-parts.module.css";

const MAX_READ = 4_000;
const MAX_SHOWN = 400;

/** The beginning of what the description says; all of it is a tab away. */
export function EntryPreview(props: { entry: EntryView; onWhole(): void }) {
  const t = useTranslations("entryPanel");
  const { description } = props.entry;
  if (description === null || description.trim() === "") return null;
  const isWhole = description.length <= MAX_READ;
  const text = descriptionText(decodeDescription(description.slice(0, MAX_READ)));
  const isShort = isWhole && text.length <= MAX_SHOWN;
  return (
    <PanelSection
      title={t("description")}
      tools={
        <Button size="sm" onPress={props.onWhole}>
          {t("whole")}
        </Button>
      }
    >
      <p className={styles.preview}>
        <Marked text={isShort ? text : `${text.slice(0, MAX_SHOWN).trimEnd()}…`} />
      </p>
    </PanelSection>
  );
}
