"use client";

import {
  CircleAlert,
  CircleDashed,
  Info,
  MapPinPlus,
  ShieldCheck,
  TriangleAlert,
  UserX,
  type LucideIcon,
} from "lucide-react";
import { useTranslations } from "use-intl";
import type { EntryView, UserView } from "../../../../../../lib/archive/shared.ts";
import type { Tone } from "../../../../../_ui/controls/badge.tsx";
import { Avatar } from "../../../../../_ui/controls/avatar.tsx";
import { classes } from "../../../../../_ui/controls/classes.ts";
import { Marked } from "../../../../../_ui/marks/marked.client.tsx";
import { OwnMark } from "./own-mark.client.tsx";
import { isEmptyValue, knownSeverity, severityTone } from "./severity.ts";
import styles from "./log-cells.module.css";

const ICONS: Record<Tone, LucideIcon> = {
  danger: CircleAlert,
  warning: TriangleAlert,
  security: ShieldCheck,
  info: Info,
  success: Info,
  quiet: CircleDashed,
};

/** Icon and word; the group's colour only repeats them. */
export function Severity({ severity }: { severity: string }) {
  const t = useTranslations("severity");
  const tone = severityTone(severity);
  const Icon = ICONS[tone];
  const known = knownSeverity(severity);
  return (
    <span className={classes(styles.severity, styles[tone])}>
      <Icon size={15} strokeWidth={2} aria-hidden="true" />
      <span className={styles.clip}>{known === null ? severity : t(known)}</span>
    </span>
  );
}

interface EventProps {
  entry: EntryView;
  summary: string;
  isOneLine: boolean;
}

export function EventCell({ entry, summary, isOneLine }: EventProps) {
  return (
    <span className={classes(styles.event, isOneLine && styles.oneLine)}>
      <span className={styles.summary}>
        <Marked text={summary} />
      </span>
      <span className={styles.codeLine}>
        <code className={styles.code}>
          <Marked text={entry.auditTypeId} />
        </code>
        <OwnMark source={entry.source} />
      </span>
    </span>
  );
}

interface UserProps {
  userId: number | null;
  users: Record<string, UserView>;
}

export function UserCell({ userId, users }: UserProps) {
  const t = useTranslations("log");
  if (userId === null || userId === 0) return <Value text="" />;
  const user = users[String(userId)];
  const name = user?.isKnown === true ? user.name : `#${userId}`;
  return (
    <span className={styles.user}>
      <Avatar user={user} />
      <span className={styles.clip}>
        <Marked text={name} />
      </span>
      {user?.isKnown === true && !user.isActive && (
        <>
          <UserX size={14} className={styles.dismissed} aria-hidden="true" />
          <span className="visually-hidden">{t("dismissed")}</span>
        </>
      )}
    </span>
  );
}

/** The address, marked where the user came from it for the first time. */
export function AddressCell({ entry }: { entry: EntryView }) {
  return (
    <span className={styles.address}>
      <Value text={entry.remoteAddr} isCode />
      <NewAddressMark entry={entry} />
    </span>
  );
}

function NewAddressMark({ entry }: { entry: EntryView }) {
  const t = useTranslations("log");
  if (entry.isNewAddress !== true) return null;
  return (
    <span className={styles.newAddress} title={t("newAddress")}>
      <MapPinPlus size={14} aria-hidden="true" />
      <span className="visually-hidden">{t("newAddress")}</span>
    </span>
  );
}

/** A stored value in one line; what counts as none is said to be empty, not left blank. */
export function Value({ text, isCode = false }: { text: string | null; isCode?: boolean }) {
  const t = useTranslations("log");
  if (text === null || isEmptyValue(text))
    return <span className={styles.none}>{t("empty.value")}</span>;
  return (
    <span className={classes(styles.clip, isCode && styles.mono)}>
      <Marked text={text} />
    </span>
  );
}

interface StackedProps {
  entry: EntryView;
  users: Record<string, UserView>;
  time: string;
  summary: string;
}

/** The row of a narrow screen: what and who above, when and how grave below. */
export function StackedEntry({ entry, time, summary }: StackedProps) {
  return (
    <span className={styles.stacked}>
      <span className={styles.stackedSummary}>
        <Marked text={summary} />
      </span>
      <span className={styles.stackedLine}>
        <Severity severity={entry.severity} />
        <OwnMark source={entry.source} />
        <span className={styles.address}>
          <NewAddressMark entry={entry} />
          <time dateTime={entry.at} className={styles.time}>
            {time}
          </time>
        </span>
      </span>
    </span>
  );
}
