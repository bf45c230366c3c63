"use client";

import { Link2, ListTree } from "lucide-react";
import { useTranslations } from "use-intl";
import { entryLink } from "../../../../../_ui/address/portal-link.ts";
import { Button, IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { SidePanel } from "../../../../../_ui/panel/side-panel.client.tsx";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { CopyMenu } from "./entry/copy-menu.client.tsx";
import { EntryBody } from "./entry/entry-body.client.tsx";
import { EntryHead } from "./entry/entry-head.client.tsx";
import type { EntryTab } from "./entry/entry-tab.ts";
import { useEntryTab } from "./entry/use-entry-tab.ts";
import { EntryMissing } from "./entry-missing.client.tsx";
import type { Words } from "./field-words.ts";
import { neighbours } from "./neighbours.ts";
import { useEntry, type OpenEntry } from "./use-entry.ts";
import type { LogPageState } from "./use-log-page.ts";
import styles from "./entry-panel.module.css";

interface Props {
  id: string;
  page: LogPageState;
  words: Words;
  /** Part of the entry the address asks for. */
  tab: EntryTab | null;
}

export function EntryPanel({ id, page, words, tab: wanted }: Props) {
  const { entries, actions, coverage, filter, list } = page;
  const t = useTranslations("entry");
  const open = useEntry(id, entries);
  const [tab, setTab] = useEntryTab(wanted, actions.change);
  const { newer, older } = neighbours(entries.rows, id, filter.sort);
  const isOutside =
    open.entry !== null && !entries.isLoading && !entries.rows.some((row) => row.id === id);
  return (
    <SidePanel
      label={t("title", { id })}
      takesFocus={page.isByKey}
      onClose={actions.close}
      onNewer={newer === null ? null : () => actions.step(newer)}
      onOlder={older === null ? null : () => actions.step(older)}
      actions={
        <PanelActions
          id={id}
          open={open}
          isPicking={page.isPicking}
          onContext={() => actions.openContext(id)}
        />
      }
      head={<EntryHead id={id} entry={open.entry} users={open.users} />}
    >
      {isOutside && (
        <div className={styles.notice}>
          <p>{t("outside")}</p>
          <Button size="sm" onPress={() => actions.showAround(id)}>
            {t("showAround")}
          </Button>
        </div>
      )}
      {open.isLoading && <SkeletonRows rows={8} rowHeight={36} />}
      {open.error !== null && (
        <EntryMissing error={open.error} coverage={coverage.view} onRetry={open.retry} />
      )}
      {open.entry !== null && (
        <EntryBody
          entry={open.entry}
          users={open.users}
          portalOrigin={open.portalOrigin}
          words={words}
          q={filter.q}
          actions={actions}
          tab={tab}
          onTab={setTab}
          onCompare={actions.openCompare}
          columnAdder={list.columns.columnAdder}
        />
      )}
    </SidePanel>
  );
}

interface ActionsProps {
  id: string;
  open: OpenEntry;
  isPicking: boolean;
  onContext(): void;
}

function PanelActions({ id, open, isPicking, onContext }: ActionsProps) {
  const t = useTranslations("entry");
  const context = useTranslations("entryContext");
  const link = entryLink(useSession(), id);
  return (
    <>
      <IconButton size="sm" label={context("open")} shortcut="x" onPress={onContext}>
        <ListTree size={17} />
      </IconButton>
      {open.entry !== null && (
        <CopyMenu key={id} entry={open.entry} users={open.users} link={link} hasKey={!isPicking} />
      )}
      {link !== null && (
        <CopyButton text={link} label={t("copyLink")} shortcut="y" icon={<Link2 size={17} />} />
      )}
    </>
  );
}
