import {
  decodeDescription,
  descriptionText,
  summarize,
  type EntryView,
  type EventWords,
  type UserView,
} from "../../../../../../lib/archive/shared.ts";

interface Input {
  users: Record<string, UserView>;
  words: EventWords;
  time(at: string): string;
}

/** Everything a reader could find of an entry, also in columns that are not shown. */
export function entryText(entry: EntryView, { users, words, time }: Input): string {
  const user = entry.userId === null ? undefined : users[String(entry.userId)];
  return [
    time(entry.at),
    summarize(entry, users, words),
    user?.isKnown === true ? user.name : "",
    ...[entry.severity, entry.auditTypeId, entry.moduleId, entry.itemId, entry.remoteAddr],
    ...[entry.userAgent, entry.requestUri, entry.siteId, entry.id],
    descriptionText(decodeDescription(entry.description)),
  ].join("\n");
}
