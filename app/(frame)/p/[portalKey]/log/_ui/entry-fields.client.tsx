"use client";

import { ExternalLink, Filter } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ReactNode } from "react";
import { eventTitle, type EntryView, type UserView } from "../../../../../../lib/archive/shared.ts";
import { profileLink } from "../../../../../_ui/address/portal-link.ts";
import { Avatar } from "../../../../../_ui/controls/avatar.tsx";
import { IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { isInPortal, openPortalPath } from "../../../../../_ui/session/frame-bridge.ts";
import { useSession } from "../../../../../_ui/session/session.client.tsx";
import type { LogFilter } from "./log-address.ts";
import { isEmptyValue } from "./severity.ts";
import { wordsLang } from "./words-lang.ts";
import styles from "./entry-panel.module.css";

interface Props {
  entry: EntryView;
  users: Record<string, UserView>;
  portalOrigin: string;
  onFilter(filter: Partial<LogFilter>): void;
}

/** All fields of an entry as the portal stores them, each to be copied. */
export function EntryFields({ entry, users, portalOrigin, onFilter }: Props) {
  const t = useTranslations("entry");
  const lang = wordsLang(useSession().lang);
  const type = eventTitle(entry.auditTypeId, lang);
  const only = (filter: Partial<LogFilter>, label: string) => (
    <IconButton size="sm" label={label} onPress={() => onFilter(filter)}>
      <Filter size={15} />
    </IconButton>
  );
  return (
    <section className={styles.section} aria-label={t("fields")}>
      <h3 className={styles.sectionTitle}>{t("fields")}</h3>
      <dl className={styles.fields}>
        <Field name="id" value={entry.id} />
        <Field name="timestampX" value={entry.timestampX} />
        <Field name="severity" value={entry.severity} isKept />
        <Field
          name="auditTypeId"
          value={entry.auditTypeId}
          isKept
          note={type === entry.auditTypeId ? undefined : type}
          tools={only({ types: [entry.auditTypeId] }, t("onlyType"))}
        />
        <Field name="moduleId" value={entry.moduleId} />
        <Field name="itemId" value={entry.itemId} />
        <Field name="remoteAddr" value={entry.remoteAddr} />
        <Field
          name="userId"
          value={entry.userId === null ? "" : String(entry.userId)}
          note={<Person user={entry.userId === null ? undefined : users[String(entry.userId)]} />}
          tools={
            entry.userId !== null &&
            entry.userId > 0 && (
              <>
                {only({ user: entry.userId }, t("onlyUser"))}
                {isInPortal() && <OpenProfile url={profileLink(portalOrigin, entry.userId)} />}
              </>
            )
          }
        />
        <Field name="guestId" value={entry.guestId === null ? "" : String(entry.guestId)} />
        <Field name="siteId" value={entry.siteId ?? ""} />
        <Field name="requestUri" value={entry.requestUri} />
        <Field name="userAgent" value={entry.userAgent ?? ""} />
      </dl>
    </section>
  );
}

interface FieldProps {
  name: Exclude<keyof EntryView, "at" | "description">;
  value: string;
  note?: ReactNode;
  tools?: ReactNode;
  /** "UNKNOWN" is a value of this field, not the lack of one. */
  isKept?: boolean;
}

function Field({ name, value, note, tools, isKept = false }: FieldProps) {
  const t = useTranslations("entry");
  const title = t(`field.${name}`);
  const isEmpty = value === "" || (!isKept && isEmptyValue(value));
  return (
    <div className={styles.field}>
      <dt>{title}</dt>
      <dd>
        <div className={styles.value}>
          {isEmpty ? <span className={styles.none}>{t("empty")}</span> : value}
          {note !== undefined && <div className={styles.note}>{note}</div>}
        </div>
        <div className={styles.tools}>
          {tools}
          {!isEmpty && <CopyButton text={value} label={t("copyField", { field: title })} />}
        </div>
      </dd>
    </div>
  );
}

function Person({ user }: { user: UserView | undefined }) {
  const t = useTranslations("log");
  if (user?.isKnown !== true) return null;
  return (
    <span className={styles.person}>
      <Avatar user={user} size={20} />
      {user.name}
      {!user.isActive && ` · ${t("dismissed")}`}
    </span>
  );
}

function OpenProfile({ url }: { url: string }) {
  const t = useTranslations("entry");
  // The slider's promise ends when the reader closes it; a refusal opens nothing and says so itself.
  const open = () => void openPortalPath(url).catch(() => window.open(url, "_blank", "noopener"));
  return (
    <IconButton size="sm" label={t("openProfile")} onPress={open}>
      <ExternalLink size={15} />
    </IconButton>
  );
}
