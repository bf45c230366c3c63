"use client";

import { useTranslations } from "use-intl";
import { Suspense } from "react";
import type { EntryView, UserView } from "../../../../../../../lib/archive/shared.ts";
import { Tabs } from "../../../../../../_ui/controls/tabs.client.tsx";
import { SkeletonRows } from "../../../../../../_ui/states/skeleton.client.tsx";
import { EntryFields } from "../entry-fields.client.tsx";
import type { Words } from "../field-words.ts";
import type { LogActions } from "../use-log-actions.ts";
import { EntryPreview } from "./entry-preview.client.tsx";
import { EntryRaw } from "./entry-raw.client.tsx";
import { ENTRY_TABS, type EntryTab } from "./entry-tab.ts";
import { PortalLinks } from "./portal-links.client.tsx";
import styles from "./entry-parts.module.css";
import { SameRequest } from "./same-request.client.tsx";
import { later } from "../../../../../../_ui/later.ts";

const EntryDetails = later(async () => (await import("./entry-details.client.tsx")).EntryDetails, {
  isInPlace: true,
});

export interface EntryBodyProps {
  entry: EntryView;
  users: Record<string, UserView>;
  portalOrigin: string;
  words: Words;
  /** The query conditions are added to. */
  q: string;
  actions: LogActions;
  tab: EntryTab;
  onTab(tab: EntryTab): void;
  onCompare(ids: string[]): void;
  /** Shows a key of the description as a column of the list. */
  columnAdder?: (path: string[]) => (() => void) | null;
}

/** Everything an entry says, in three parts. */
export function EntryBody(props: EntryBodyProps) {
  const { entry, users, portalOrigin, words, q, actions, tab } = props;
  const t = useTranslations("entryPanel");
  return (
    <Tabs
      label={t("tabs.label")}
      tabs={ENTRY_TABS.map((id) => ({ id, title: t(`tabs.${id}`) }))}
      value={tab}
      onChange={props.onTab}
    >
      {tab === "overview" && (
        <>
          <div className={styles.links}>
            <PortalLinks entry={entry} users={users} portalOrigin={portalOrigin} />
            <SameRequest description={entry.description} onEdit={actions.edit} />
          </div>
          <EntryPreview entry={entry} onWhole={() => props.onTab("details")} />
          <EntryFields entry={entry} users={users} words={words} onEdit={actions.edit} />
        </>
      )}
      {tab === "details" && (
        <Suspense fallback={<SkeletonRows rows={6} rowHeight={26} />}>
          <EntryDetails
            key={entry.id}
            entry={entry}
            q={q}
            actions={actions}
            onCompare={props.onCompare}
            {...(props.columnAdder === undefined ? {} : { columnAdder: props.columnAdder })}
          />
        </Suspense>
      )}
      {tab === "raw" && <EntryRaw description={entry.description} />}
    </Tabs>
  );
}
