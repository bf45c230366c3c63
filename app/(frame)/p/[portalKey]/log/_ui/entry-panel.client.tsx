"use client";

import { Link2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { entryLink } from "../../../../../_ui/address/portal-link.ts";
import { Button } from "../../../../../_ui/controls/button.client.tsx";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { SidePanel } from "../../../../../_ui/panel/side-panel.client.tsx";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import { SkeletonRows } from "../../../../../_ui/states/skeleton.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { summarize } from "../../../../../../lib/archive/shared.ts";
import { EntryDescription } from "./entry-description.client.tsx";
import { EntryFields } from "./entry-fields.client.tsx";
import { Severity } from "./log-cells.client.tsx";
import { EntryMissing } from "./entry-missing.client.tsx";
import type { Words } from "./field-words.ts";
import { neighbours } from "./neighbours.ts";
import { useEntry, type OpenEntry } from "./use-entry.ts";
import type { LogPageState } from "./use-log-page.ts";
import { wordsLang } from "./words-lang.ts";
import styles from "./entry-panel.module.css";

interface Props {
  id: string;
  page: LogPageState;
  words: Words;
}

export function EntryPanel({ id, page, words }: Props) {
  const { entries, actions, coverage } = page;
  const t = useTranslations("entry");
  const session = useSession();
  const open = useEntry(id, entries);
  const { newer, older } = neighbours(entries.rows, id);
  const link = entryLink(session, id);
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
        link !== null && <CopyButton text={link} label={t("copyLink")} icon={<Link2 size={17} />} />
      }
      head={<EntryHead open={open} id={id} />}
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
        <>
          <EntryDescription key={id} description={open.entry.description} />
          <EntryFields
            entry={open.entry}
            users={open.users}
            portalOrigin={open.portalOrigin}
            words={words}
            onEdit={actions.edit}
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
