"use client";

import type { useTranslations } from "use-intl";
import {
  decodeDescription,
  descriptionText,
  type EntryView,
  type UserView,
} from "../../../../../../lib/archive/shared.ts";
import type { GridColumn } from "../../../../../_ui/table/columns.ts";
import type { Zone } from "../../../../../_ui/time/zone.client.tsx";
import type { CopyColumn } from "./copy-format.ts";
import { jsonPathOf } from "./json-column.ts";
import { jsonTextAt } from "./json-value.ts";
import { AddressCell, EventCell, Severity, UserCell, Value } from "./log-cells.client.tsx";
import styles from "./log-cells.module.css";

const MAX_DESCRIPTION = 300;

/** A column of the log: what stands in a cell, and the same as text for copies. */
export type LogColumn = GridColumn<EntryView> & CopyColumn<EntryView>;

export interface ColumnWords {
  t: ReturnType<typeof useTranslations<"log.columns">>;
  more: ReturnType<typeof useTranslations<"logColumns">>;
  zone: Zone;
  users: Record<string, UserView>;
  isOneLine: boolean;
  sentence(entry: EntryView): string;
}

/** The columns that there always are; `isExtra` ones are shown when somebody asks for them. */
export function logColumns({
  t,
  more,
  zone,
  users,
  isOneLine,
  sentence,
}: ColumnWords): LogColumn[] {
  const userName = ({ userId }: EntryView): string => {
    const user = userId === null ? undefined : users[String(userId)];
    return user?.isKnown === true ? user.name : userId === null ? "" : `#${userId}`;
  };
  return [
    {
      ...{ id: "time", title: t("time"), hint: zone.offset(), track: "166px" },
      text: (entry) => zone.format(entry.at),
      cell: (entry) => (
        <time dateTime={entry.at} className={styles.time}>
          {zone.format(entry.at)}
        </time>
      ),
    },
    {
      ...{ id: "severity", title: t("severity"), track: "138px" },
      text: (entry) => entry.severity,
      cell: (entry) => <Severity severity={entry.severity} />,
    },
    {
      ...{ id: "event", title: t("event"), track: "minmax(240px, 3fr)" },
      text: (entry) => `${sentence(entry)} (${entry.auditTypeId})`,
      cell: (entry) => <EventCell entry={entry} summary={sentence(entry)} isOneLine={isOneLine} />,
    },
    {
      ...{ id: "user", title: t("user"), track: "minmax(150px, 1fr)", hideBelow: 700 },
      text: userName,
      cell: (entry) => <UserCell userId={entry.userId} users={users} />,
    },
    {
      ...plain("ip", t("ip"), "138px", (entry) => entry.remoteAddr),
      ...{ hideBelow: 840, cell: (entry) => <AddressCell entry={entry} /> },
    },
    { ...plain("module", t("module"), "86px", (entry) => entry.moduleId), hideBelow: 960 },
    {
      ...plain("object", t("object"), "minmax(76px, 0.5fr)", (entry) => entry.itemId),
      hideBelow: 1060,
    },
    {
      ...plain("description", t("description"), "minmax(110px, 1fr)", shortDescription),
      hideBelow: 1160,
    },
    extra("uri", more("uri"), "minmax(160px, 1fr)", (entry) => entry.requestUri),
    extra("agent", more("agent"), "minmax(160px, 1fr)", (entry) => entry.userAgent),
    extra("site", more("site"), "76px", (entry) => entry.siteId),
    extra("guest", more("guest"), "86px", ({ guestId }) => guestId?.toString() ?? ""),
    extra("number", more("number"), "96px", (entry) => entry.id),
  ];
}

/** A column for a key of the description; its name is its title. */
export function jsonColumn(id: string): LogColumn {
  const path = jsonPathOf(id) ?? [];
  return extra(id, path.join("."), "minmax(140px, 1fr)", (entry) =>
    jsonTextAt(entry.description, path),
  );
}

function plain(
  id: string,
  title: string,
  track: string,
  read: (entry: EntryView) => string | null,
): LogColumn {
  const text = (entry: EntryView) => read(entry) ?? "";
  return { id, title, track, text, cell: (entry) => <Value text={read(entry)} /> };
}

function extra(...input: Parameters<typeof plain>): LogColumn {
  return { ...plain(...input), isExtra: true };
}

function shortDescription(entry: EntryView): string {
  const head = entry.description?.slice(0, MAX_DESCRIPTION * 8) ?? null;
  return descriptionText(decodeDescription(head)).slice(0, MAX_DESCRIPTION);
}
