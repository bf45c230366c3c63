import type { EntryRow, EvaluateContext, SqlTarget } from "../../../lib/filter/index.ts";

export function makeEntry(values: Partial<EntryRow>): EntryRow {
  return {
    id: "17",
    timestampX: "2026-11-21T10:30:00+01:00",
    severity: "SECURITY",
    auditTypeId: "USER_LOGIN",
    moduleId: "main",
    itemId: "UNKNOWN",
    remoteAddr: "203.0.113.7",
    userAgent: null,
    requestUri: "/auth/",
    siteId: "s1",
    userId: null,
    guestId: null,
    description: null,
    decoded: null,
    ...values,
  };
}

const NAMES: Record<number, string> = { 1: "Анна Петрова", 2: "Ben Stone" };

export const evaluateContext: EvaluateContext = {
  now: new Date("2026-11-21T09:30:00Z"),
  zone: "Europe/Berlin",
  userName: (id) => NAMES[id] ?? null,
  typeTitle: (code) => (code === "USER_LOGIN" ? "Failed sign-in" : null),
};

export const sqlTarget: SqlTarget = {
  now: evaluateContext.now,
  zone: evaluateContext.zone,
  texts: ["e.text", "e.uri"],
  fields: {
    id: { value: "e.id" },
    time: { value: "e.at" },
    sev: { value: "e.severity" },
    type: { value: "e.type", folded: "e.type_small" },
    module: { value: "e.module" },
    item: { value: "e.item" },
    ip: { value: "e.ip", inet: "e.address" },
    ua: { value: "e.ua" },
    uri: { value: "e.uri" },
    site: { value: "e.site" },
    user: {
      value: "e.user_id",
      match: ({ like }, bind) =>
        `e.user_id IN (SELECT id FROM names WHERE small LIKE ${bind(like, "text")})`,
    },
    guest: { value: "e.guest" },
    desc: { value: "e.description", texts: ["e.description", "e.decoded"] },
    request: { value: "e.request" },
    json: { value: "e.doc" },
  },
};
