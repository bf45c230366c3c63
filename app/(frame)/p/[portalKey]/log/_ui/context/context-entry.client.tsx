"use client";

import { useTranslations } from "use-intl";
import { SidePanel } from "../../../../../../_ui/panel/side-panel.client.tsx";
import { useSession } from "../../../../../../_ui/session/session.client.tsx";
import { EntryBody } from "../entry/entry-body.client.tsx";
import { EntryHead } from "../entry/entry-head.client.tsx";
import { useEntryTab } from "../entry/use-entry-tab.ts";
import type { Words } from "../field-words.ts";
import { neighbours } from "../neighbours.ts";
import type { LogPageState } from "../use-log-page.ts";
import type { Surroundings } from "./use-context.ts";

interface Props {
  id: string;
  around: Surroundings;
  page: LogPageState;
  words: Words;
  onStep(id: string): void;
  onClose(): void;
}

/** One of the entries around, beside them. */
export function ContextEntry({ id, around, page, words, onStep, onClose }: Props) {
  const t = useTranslations("entry");
  const { portal } = useSession();
  const { actions, filter } = page;
  const [tab, setTab] = useEntryTab(null, () => undefined);
  const entry = around.rows.find((row) => row.id === id);
  const { newer, older } = neighbours(around.rows, id);
  if (entry === undefined) return null;
  return (
    <SidePanel
      label={t("title", { id })}
      takesFocus={false}
      onClose={onClose}
      onNewer={newer === null ? null : () => onStep(newer)}
      onOlder={older === null ? null : () => onStep(older)}
      head={<EntryHead id={id} entry={entry} users={around.users} />}
    >
      <EntryBody
        entry={entry}
        users={around.users}
        portalOrigin={portal.origin}
        words={words}
        q={filter.q}
        actions={actions}
        tab={tab}
        onTab={setTab}
        onCompare={actions.openCompare}
      />
    </SidePanel>
  );
}
