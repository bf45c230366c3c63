import { runCompiled, type Db } from "../../../lib/db/index.ts";
import { clockSql, toAddress, type EntryRow, type SqlTarget } from "../../../lib/filter/index.ts";

export const NOW = new Date("2026-11-21T09:30:00Z");
export const ZONE = "Europe/Berlin";
const NAMES: Record<number, string> = { 1: "Анна Петрова", 2: "Ben O'Neil 5", 3: "#3" };
const TITLES: Record<string, string> = { USER_LOGIN: "Неудачный вход", CRM_50: "CRM 50%_x" };

export function userName(id: number): string | null {
  return NAMES[id] ?? null;
}

export function typeTitle(code: string): string | null {
  return TITLES[code] ?? null;
}

export const POOL = {
  type: ["USER_LOGIN", "user_login", "CRM_50", "CRM%50", "ЗАДАЧА"],
  item: ["UNKNOWN", "", "0", "5", "Bitrix\\Main", "СЧЁТ Σ", "İstanbul", "a*b"],
  ip: [
    "10.0.0.1",
    "10.1.2.3",
    "::1",
    "::ffff:10.0.0.1",
    "203.0.113.7",
    "2001:db8::5",
    "",
    "no host",
  ],
  text: [
    "/crm/deal/?a=1:2",
    "100%_done!",
    "two  words",
    'quote " and \\ back',
    "СЛОВО и ΣΑΣ",
    "emoji \u{1f600} end",
    "line\nbreak",
    "::1 http://example.com",
    "(a) OR b",
  ],
  json: [
    "cookie",
    "Cookie",
    "5",
    "07",
    "",
    5,
    5.5,
    -3,
    1e21,
    1e-7,
    true,
    null,
    [1, "cookie", [5]],
    {},
  ],
  at: [
    "2026-11-21T09:29:59Z",
    "2026-11-21T09:30:00Z",
    "2026-11-21T07:00:00Z",
    "2026-11-20T23:00:00Z",
    "2026-11-20T22:59:59Z",
    "2026-11-01T00:00:00Z",
    "2026-11-03T13:00:00Z",
    "2026-11-03T13:00:30Z",
    "2025-12-31T23:30:00Z",
    "2026-10-25T00:30:00Z",
    "2026-10-25T01:30:00Z",
  ],
};

export function makeRow(pick: <T>(list: readonly T[]) => T, id: number): EntryRow {
  const text = pick<string | null>([null, "", ...POOL.text]);
  const at = pick(POOL.at);
  return {
    id: String(id),
    at,
    timestampX: at.replace("Z", "+00:00"),
    severity: pick(["ERROR", "INFO", "UNKNOWN"]),
    auditTypeId: pick(POOL.type),
    moduleId: pick(["main", "crm", ""]),
    itemId: pick(POOL.item),
    remoteAddr: pick(POOL.ip),
    userAgent: pick<string | null>([null, "", "Mozilla/5.0 (X)", "CURL/8_1"]),
    requestUri: pick(["", ...POOL.text]),
    siteId: pick<string | null>([null, "s1", "S2"]),
    userId: pick<number | null>([null, 0, 1, 2, 3, 9]),
    guestId: pick<number | null>([null, 0, 5, -7]),
    description: text,
    decoded: pick([
      null,
      { text: pick(POOL.text), json: null },
      { text: "", json: [pick(POOL.json), pick(POOL.json)] },
      {
        text: "x",
        json: {
          a: pick(POOL.json),
          "b c": { "0": pick(POOL.json) },
          requestId: pick(["r-1", "R-2"]),
        },
      },
      { text: "y", json: { a: [pick(POOL.json), { b: pick(POOL.json) }], requestId: "r-3" } },
    ]),
    is: pick(["", "new-address"]),
  };
}

export async function fillTable(db: Db, rows: EntryRow[]): Promise<void> {
  await runCompiled(db, {
    text: `CREATE TABLE probe (
      id bigint, at timestamptz, severity text, type text, module text, item text, ip text,
      ua text, uri text, site text, user_id int, guest int, description text, decoded text,
      doc jsonb, user_name text, type_title text, address inet, mark text)`,
    values: [],
  });
  const plain = rows.map((row) => ({
    ...{ id: row.id, at: row.at, severity: row.severity, type: row.auditTypeId },
    ...{ module: row.moduleId, item: row.itemId, ip: row.remoteAddr, ua: row.userAgent },
    ...{ uri: row.requestUri, site: row.siteId, user_id: row.userId, guest: row.guestId },
    ...{ description: row.description, decoded: row.decoded?.text ?? null },
    doc: row.decoded?.json ?? null,
    user_name: row.userId === null ? null : userName(row.userId),
    type_title: typeTitle(row.auditTypeId),
    mark: row.is ?? null,
    address: toAddress(row.remoteAddr ?? "") === null ? null : row.remoteAddr,
  }));
  await runCompiled(db, {
    text: "INSERT INTO probe SELECT * FROM jsonb_populate_recordset(NULL::probe, $1::text::jsonb)",
    values: [JSON.stringify(plain)],
  });
}

const text = (value: string) => ({ value });

export const TARGET: SqlTarget = {
  now: NOW,
  zone: ZONE,
  texts: [
    ...["p.description", "p.decoded", "p.uri", "p.ua", "p.item", "p.user_name"],
    ...["p.type", "p.type_title", "p.module", "p.ip"],
  ],
  fields: {
    id: { value: "p.id" },
    time: { value: "p.at" },
    hour: { value: clockSql("hour", "p.at", ZONE) },
    weekday: { value: clockSql("weekday", "p.at", ZONE) },
    sev: text("p.severity"),
    type: text("p.type"),
    module: text("p.module"),
    item: text("p.item"),
    ip: {
      value: "p.ip",
      inet: "p.address",
    },
    ua: text("p.ua"),
    uri: text("p.uri"),
    site: text("p.site"),
    user: { value: "p.user_id", texts: ["p.user_name"] },
    guest: { value: "p.guest" },
    desc: { value: "p.description", texts: ["p.description", "p.decoded"] },
    request: text("(p.doc ->> 'requestId')"),
    is: text("p.mark"),
    json: { value: "p.doc" },
  },
};
