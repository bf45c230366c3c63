"use client";

import { useTranslations } from "use-intl";
import { useMemo, useState } from "react";
import type { EntryView } from "../../../../../../../lib/archive/shared.ts";
import { Button } from "../../../../../../_ui/controls/button.client.tsx";
import { PanelSection } from "../../../../../../_ui/panel/panel-section.tsx";
import { isEmptyValue } from "../severity.ts";
import { ChangesTable } from "./changes-table.client.tsx";
import { changesWithin } from "./find-changes.ts";
import { PreviousChanges } from "./previous-changes.client.tsx";
import styles from "./entry-parts.module.css";

interface Props {
  entry: EntryView;
  /** What its description holds. */
  json: unknown;
  onCompare(ids: string[]): void;
}

/** What was changed: as the description tells it, else against the event of the same object before. */
export function EntryChanges({ entry, json, onCompare }: Props) {
  const t = useTranslations("entryChanges");
  const [isAsked, setAsked] = useState(false);
  const told = useMemo(() => changesWithin(json), [json]);
  if (told !== null) {
    return (
      <PanelSection title={t("title")} note={t("told")}>
        <ChangesTable changes={told} />
      </PanelSection>
    );
  }
  if (isEmptyValue(entry.itemId)) return null;
  if (isAsked) return <PreviousChanges entry={entry} onCompare={onCompare} />;
  return (
    <div className={styles.links}>
      <Button size="sm" onPress={() => setAsked(true)}>
        {t("withPrevious")}
      </Button>
    </div>
  );
}
