import { EVENT_WORDS, eventTitle, type EntryView } from "../archive/index.ts";
import type { ExportRequest } from "./schemas.ts";
import type { ExportColumn } from "./shared.ts";
import { openClock } from "./zone-clock.ts";

export type Cell = string | number | null;

interface Column {
  /** Name of the value in JSON: those of the API. */
  key: string;
  title: Record<"en" | "ru", string>;
}

const COLUMNS: Record<ExportColumn, Column> = {
  id: { key: "id", title: { en: "Number", ru: "Номер" } },
  time: { key: "time", title: { en: "Time", ru: "Время" } },
  timeIso: { key: "at", title: { en: "Time (UTC, ISO)", ru: "Время (UTC, ISO)" } },
  severity: { key: "severity", title: { en: "Severity", ru: "Срочность" } },
  event: { key: "event", title: { en: "Event", ru: "Событие" } },
  type: { key: "auditTypeId", title: { en: "Event code", ru: "Код события" } },
  user: { key: "userName", title: { en: "User", ru: "Пользователь" } },
  userId: { key: "userId", title: { en: "User number", ru: "Номер пользователя" } },
  ip: { key: "remoteAddr", title: { en: "IP", ru: "IP" } },
  module: { key: "moduleId", title: { en: "Source", ru: "Источник" } },
  object: { key: "itemId", title: { en: "Object", ru: "Объект" } },
  description: { key: "description", title: { en: "Description", ru: "Описание" } },
  uri: { key: "requestUri", title: { en: "URL", ru: "URL" } },
  agent: { key: "userAgent", title: { en: "User Agent", ru: "User Agent" } },
  site: { key: "siteId", title: { en: "Site", ru: "Сайт" } },
  guest: { key: "guestId", title: { en: "Guest", ru: "Гость" } },
  nativeId: { key: "nativeId", title: { en: "Number in the portal", ru: "Номер на портале" } },
  source: { key: "source", title: { en: "Written by", ru: "Кем записано" } },
  portalTime: { key: "timestampX", title: { en: "Time as sent", ru: "Время как прислано" } },
};

export interface Sheet {
  keys: string[];
  titles: string[];
  cells(entry: EntryView): Cell[];
}

/** The columns of an export: their names, and what an entry has in each. */
export function openSheet({ columns, lang, tz }: ExportRequest): Sheet {
  const clock = openClock(tz, lang);
  const read: Record<ExportColumn, (entry: EntryView) => Cell> = {
    id: ({ id }) => id,
    time: ({ at }) => clock(Date.parse(at)),
    timeIso: ({ at }) => at,
    severity: ({ severity }) => severity,
    event: ({ auditTypeId }) => eventTitle(auditTypeId, EVENT_WORDS[lang]),
    type: ({ auditTypeId }) => auditTypeId,
    user: ({ userName }) => userName,
    userId: ({ userId }) => userId,
    ip: ({ remoteAddr }) => remoteAddr,
    module: ({ moduleId }) => moduleId,
    object: ({ itemId }) => itemId,
    description: ({ description }) => description,
    uri: ({ requestUri }) => requestUri,
    agent: ({ userAgent }) => userAgent,
    site: ({ siteId }) => siteId,
    guest: ({ guestId }) => guestId,
    nativeId: ({ nativeId }) => nativeId,
    source: ({ source }) => source,
    portalTime: ({ timestampX }) => timestampX,
  };
  const readers = columns.map((name) => read[name]);
  return {
    keys: columns.map((name) => COLUMNS[name].key),
    titles: columns.map((name) => titleOf(name, { lang, tz })),
    cells: (entry) => readers.map((reader) => reader(entry)),
  };
}

function titleOf(name: ExportColumn, { lang, tz }: Pick<ExportRequest, "lang" | "tz">): string {
  const title = COLUMNS[name].title[lang];
  return name === "time" ? `${title} (${tz})` : title;
}
