import { ABOUT_USERS } from "./about-users.ts";
import { decodeDescription } from "./decode-description.ts";
import type { EntryView } from "./entry-view.ts";

/** The user an entry is about, where its type says that its object is a user. */
export function itemUserId(entry: Pick<EntryView, "auditTypeId" | "itemId">): number | null {
  const isUser = ABOUT_USERS.includes(entry.auditTypeId);
  return isUser && /^[1-9]\d{0,9}$/.test(entry.itemId) ? Number(entry.itemId) : null;
}

/** Who signed in as somebody else. */
export function previousUserId(
  entry: Pick<EntryView, "auditTypeId" | "description">,
): number | null {
  const { auditTypeId, description } = entry;
  if (auditTypeId !== "USER_AUTHORIZE" || description?.includes("previousUserId") !== true) {
    return null;
  }
  const { value } = decodeDescription(description);
  const isMap = typeof value === "object" && value !== null && "previousUserId" in value;
  const id = isMap ? value.previousUserId : null;
  return typeof id === "number" && Number.isSafeInteger(id) && id > 0 ? id : null;
}

/** What tells the users of an entry. */
export type WithUsers = Pick<EntryView, "userId" | "auditTypeId" | "itemId" | "description">;

/** Users to be named with these entries: who acted and whom it concerned. */
export function entryUserIds(entries: readonly WithUsers[]): number[] {
  const ids = entries.flatMap((entry) => [entry.userId, itemUserId(entry), previousUserId(entry)]);
  return [...new Set(ids.filter((id): id is number => id !== null && id > 0))];
}
