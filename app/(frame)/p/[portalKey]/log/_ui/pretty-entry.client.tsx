"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import {
  decodeDescription,
  descriptionText,
  type EntryView,
} from "../../../../../../lib/archive/shared.ts";
import { Marked } from "../../../../../_ui/marks/marked.client.tsx";
import styles from "./list-bars.module.css";

/** The description below its row, as a person reads it; `data-expanded` tells live mode not to move it. */
export function PrettyEntry({ entry }: { entry: EntryView }) {
  const t = useTranslations("listPretty");
  const text = useMemo(() => {
    const decoded = decodeDescription(entry.description);
    const isTree = decoded.kind === "json" || decoded.kind === "php";
    return isTree ? JSON.stringify(decoded.value, null, 2) : descriptionText(decoded);
  }, [entry.description]);
  return (
    <pre className={styles.pretty} aria-label={t("label")} data-expanded>
      {text === "" ? t("none") : <Marked text={text} />}
    </pre>
  );
}
