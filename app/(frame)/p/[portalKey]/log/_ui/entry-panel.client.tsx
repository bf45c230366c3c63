"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { entryLink } from "../../../../../_ui/address/portal-link.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { SidePanel } from "../../../../../_ui/panel/side-panel.client.tsx";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { ErrorState } from "../../../../../_ui/states/error-state.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { summarize } from "../../../../../../lib/archive/shared.ts";
import { EntryDescription } from "./entry-description.client.tsx";
import { EntryFields } from "./entry-fields.client.tsx";
import { Severity } from "./log-cells.client.tsx";
import type { LogFilter } from "./log-address.ts";
import { aroundEntry, neighbours } from "./neighbours.ts";
import { useEntry, type OpenEntry } from "./use-entry.ts";
import type { Entries } from "./use-entries.ts";
import { wordsLang } from "./words-lang.ts";
import styles from "./entry-panel.module.css";

interface Props {
  id: string;
  entries: Entries;
  takesFocus: boolean;
  onClose(): void;
  onOpen(id: string): void;
  onFilter(filter: Partial<LogFilter>): void;
}

export function EntryPanel(props: Props) {
  const { id, entries, onOpen } = props;
  const t = useTranslations("entry");
  const session = useSession();
  const open = useEntry(id, entries);
  const { newer, older } = neighbours(entries.rows, id);
  const link = entryLink(session, id);
  const isOutside =
    open.entry !== null && !entries.isLoading && !entries.rows.some((row) => row.id === id);
  const around = () => {
    if (open.entry !== null) props.onFilter(aroundEntry(open.entry.at));
  };
  return (
    <SidePanel
      label={t("title", { id })}
      takesFocus={props.takesFocus}
      onClose={props.onClose}
      onNewer={newer === null ? null : () => onOpen(newer)}
      onOlder={older === null ? null : () => onOpen(older)}
      actions={
        link !== null && <CopyButton text={link} label={t("copyLink")} icon={<Link2 size={17} />} />
      }
      head={<EntryHead open={open} id={id} />}
    >
      {isOutside && (
        <div className={styles.notice}>
          <p>{t("outside")}</p>
          <Button size="sm" onPress={around}>
            {t("showAround")}
          </Button>
        </div>
      )}
      {open.isLoading && <SkeletonRows rows={8} rowHeight={36} />}
      {open.error !== null && <ErrorState error={open.error} onRetry={open.retry} />}
      {open.entry !== null && (
        <>
          <EntryDescription key={id} description={open.entry.description} />
          <EntryFields
            entry={open.entry}
            users={open.users}
            portalOrigin={open.portalOrigin}
            onFilter={props.onFilter}
          />
        </>
      )}
    </SidePanel>
  );
}

function EntryHead({ open, id }: { open: OpenEntry; id: string }) {
  const t = useTranslations("entry");
  const zone = useZone();
  const lang = wordsLang(useSession().lang);
  const { entry } = open;
  if (entry === null) return <h2 className={styles.title}>{t("title", { id })}</h2>;
  return (
    <>
      <div className={styles.line}>
        <Severity severity={entry.severity} />
        <time dateTime={entry.at} className={styles.when}>
          {zone.format(entry.at)} <span>{zone.offset(new Date(entry.at))}</span>
        </time>
      </div>
      <h2 className={styles.title}>{summarize(entry, open.users, lang)}</h2>
      <code className={styles.code}>{entry.auditTypeId}</code>
    </>
  );
}
