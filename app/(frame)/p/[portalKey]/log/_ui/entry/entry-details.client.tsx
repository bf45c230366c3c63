"use client";

import { useTranslations } from "use-intl";
import { useMemo } from "react";
import type { EntryView } from "../../../../../../../lib/archive/shared.ts";
import { CopyButton } from "../../../../../../_ui/controls/copy-button.client.tsx";
import { CodeBox } from "../../../../../../_ui/json/code-box.tsx";
import { readDescription } from "../../../../../../_ui/json/exact-value.ts";
import { JsonTree, type NodeActions } from "../../../../../../_ui/json/json-tree.client.tsx";
import { addMissing, addPresent } from "../../../../../../_ui/json/node-terms.ts";
import { Marked } from "../../../../../../_ui/marks/marked.client.tsx";
import { PanelSection } from "../../../../../../_ui/panel/panel-section.tsx";
import styles from "../entry-panel.module.css";
import { readQuery } from "../query-edits.ts";
import type { LogActions } from "../use-log-actions.ts";
import { EntryChanges } from "./entry-changes.client.tsx";

interface Props {
  entry: EntryView;
  q: string;
  actions: LogActions;
  onCompare(ids: string[]): void;
  /** The list takes a place of the description as a column. */
  columnAdder?: (path: string[]) => (() => void) | null;
}

/** What the description says, as a tree or as a text, and what it says was changed. */
export function EntryDetails({ entry, q, actions, onCompare, columnAdder }: Props) {
  const t = useTranslations("entryPanel");
  const kinds = useTranslations("entry.description.kind");
  const read = useMemo(() => readDescription(entry.description), [entry.description]);
  const asked: NodeActions = {
    edit: actions.edit,
    require: (present, isPresent) => {
      const add = isPresent ? addPresent : addMissing;
      actions.change({ q: add(readQuery(q), present), over: null });
    },
    ...(columnAdder === undefined ? {} : { columnAdder }),
  };
  const copied = read.tree === null ? read.text : (entry.description ?? "");
  return (
    <>
      <EntryChanges entry={entry} json={read.json} onCompare={onCompare} />
      <PanelSection
        title={t("description")}
        note={kinds(read.kind)}
        tools={read.kind !== "empty" && <CopyButton text={copied} label={t("copyDescription")} />}
      >
        {read.kind === "empty" && <p className={styles.none}>{t("nothing")}</p>}
        {read.tree !== null && (
          <JsonTree label={t("description")} value={read.tree.value} actions={asked} />
        )}
        {read.kind !== "empty" && read.tree === null && (
          <CodeBox isProse>
            <Marked text={read.text} />
          </CodeBox>
        )}
      </PanelSection>
    </>
  );
}
