import type { CoverageView, EntryPage, EntryView } from "../../../lib/archive/shared.ts";

export function makeEntry(id: string, part: Partial<EntryView> = {}): EntryView {
  return {
    id,
    nativeId: id,
    source: "portal",
    at: "2026-11-21T09:05:49Z",
    timestampX: "2026-11-21T12:05:49+03:00",
    severity: "SECURITY",
    auditTypeId: "USER_LOGOUT",
    moduleId: "main",
    itemId: "14",
    remoteAddr: "203.0.113.7",
    userAgent: null,
    requestUri: "/",
    siteId: "s1",
    userId: 14,
    userName: null,
    guestId: null,
    description: null,
    ...part,
  };
}

export function makePage(ids: string[]): EntryPage {
  const items = ids.map((id) => makeEntry(id));
  return { items, users: {}, nextBefore: null, readAt: "2026-11-21T10:30:00Z" };
}

export const NO_COVERAGE: CoverageView = {
  state: "following",
  reason: null,
  readAt: "2026-11-21T10:30:00Z",
  isWatched: true,
  loadedFrom: null,
  percent: 100,
  spans: [],
  removed: [],
  restarts: [],
};
