"use client";

import { CircleMinus, CirclePlus } from "lucide-react";
import { useTranslations } from "use-intl";
import { Suspense, type ReactNode } from "react";
import { eventTitle, type EntryView, type UserView } from "../../../../../../lib/archive/shared.ts";
import type { Picked } from "../../../../../../lib/filter/shared.ts";
import { Avatar } from "../../../../../_ui/controls/avatar.tsx";
import { IconButton } from "../../../../../_ui/controls/button.client.tsx";
import { CopyButton } from "../../../../../_ui/controls/copy-button.client.tsx";
import { useEventWords } from "../../../../../_ui/i18n/event-words.ts";
import { Marked } from "../../../../../_ui/marks/marked.client.tsx";
import { PanelSection } from "../../../../../_ui/panel/panel-section.tsx";
import { AddressNote } from "./entry/address-note.client.tsx";
import { sayValue, type Words } from "./field-words.ts";
import type { QueryEdit } from "./query-edits.ts";
import { isEmptyValue } from "./severity.ts";
import { later } from "../../../../../_ui/later.ts";
import styles from "./entry-panel.module.css";

const DeviceNote = later(async () => (await import("./entry/device-note.client.tsx")).DeviceNote);

interface Props {
  entry: EntryView;
  users: Record<string, UserView>;
  words: Words;
  onEdit(edit: QueryEdit, picked: Picked): void;
}

/** All fields of an entry as they are stored, each to be copied, asked for or left out. */
export function EntryFields({ entry, users, words, onEdit }: Props) {
  const t = useTranslations("entry");
  const events = useEventWords();
  const type = eventTitle(entry.auditTypeId, events);
  const tools = (field: string, value: string) => (
    <Tools picked={{ field, value }} words={words} onEdit={onEdit} />
  );
  const { userId } = entry;
  const user = userId === null ? undefined : users[String(userId)];
  return (
    <PanelSection title={t("fields")}>
      <dl className={styles.fields}>
        <Field name="id" value={entry.id} />
        <Field name="nativeId" value={entry.nativeId ?? ""} />
        <Field name="timestampX" value={entry.timestampX} />
        <Field name="severity" value={entry.severity} isKept tools={tools("sev", entry.severity)} />
        <Field
          name="auditTypeId"
          value={entry.auditTypeId}
          isKept
          note={type === entry.auditTypeId ? undefined : type}
          tools={tools("type", entry.auditTypeId)}
        />
        <Field name="moduleId" value={entry.moduleId} tools={tools("module", entry.moduleId)} />
        <Field name="itemId" value={entry.itemId} tools={tools("item", entry.itemId)} />
        <Field
          name="remoteAddr"
          value={entry.remoteAddr}
          note={<AddressNote entry={entry} />}
          tools={tools("ip", entry.remoteAddr)}
        />
        <Field
          name="userId"
          value={userId === null ? "" : String(userId)}
          note={<Person user={user} nameThen={entry.userName} />}
          tools={tools("user", userId === null ? "" : String(userId))}
        />
        <Field
          name="guestId"
          value={entry.guestId === null ? "" : String(entry.guestId)}
          tools={tools("guest", entry.guestId === null ? "" : String(entry.guestId))}
        />
        <Field name="siteId" value={entry.siteId ?? ""} tools={tools("site", entry.siteId ?? "")} />
        <Field name="requestUri" value={entry.requestUri} tools={tools("uri", entry.requestUri)} />
        <Field
          name="userAgent"
          value={entry.userAgent ?? ""}
          note={entry.userAgent === null ? undefined : <Device userAgent={entry.userAgent} />}
          tools={tools("ua", entry.userAgent ?? "")}
        />
      </dl>
    </PanelSection>
  );
}

interface ToolsProps {
  picked: Picked;
  words: Words;
  onEdit: Props["onEdit"];
}

function Tools({ picked, words, onEdit }: ToolsProps) {
  const t = useTranslations("log.menu");
  const value = sayValue(picked.field ?? "", String(picked.value), words);
  return (
    <>
      <IconButton
        size="sm"
        label={t("include", { value })}
        onPress={() => onEdit("include", picked)}
      >
        <CirclePlus size={15} />
      </IconButton>
      <IconButton
        size="sm"
        label={t("exclude", { value })}
        onPress={() => onEdit("exclude", picked)}
      >
        <CircleMinus size={15} />
      </IconButton>
    </>
  );
}

interface FieldProps {
  name: Exclude<keyof EntryView, "at" | "description" | "source" | "userName" | "isNewAddress">;
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
          {isEmpty ? <span className={styles.none}>{t("empty")}</span> : <Marked text={value} />}
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

function Device({ userAgent }: { userAgent: string }) {
  return (
    <Suspense>
      <DeviceNote userAgent={userAgent} />
    </Suspense>
  );
}

interface PersonProps {
  user: UserView | undefined;
  nameThen: string | null;
}

/** Who it is now, and the name of that time where it was another one. */
function Person({ user, nameThen }: PersonProps) {
  const t = useTranslations("log");
  if (user?.isKnown !== true) return nameThen;
  return (
    <span className={styles.person}>
      <Avatar user={user} size={20} />
      {user.name}
      {!user.isActive && ` · ${t("dismissed")}`}
      {nameThen !== null && nameThen !== user.name && ` · ${t("nameThen", { name: nameThen })}`}
    </span>
  );
}
