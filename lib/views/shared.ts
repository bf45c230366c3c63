import type { EntryOrder } from "../archive/shared.ts";

/** A state of the log page: what the address holds of it. */
export interface ViewContent {
  q: string;
  from: string | null;
  to: string | null;
  /** Null: the zone of whoever looks. */
  tz: string | null;
  sort: EntryOrder;
  /** Columns as the address names them; null: the usual ones. */
  cols: string | null;
}

export interface SavedView {
  id: string;
  name: string;
  content: ViewContent;
  isShared: boolean;
  isDefault: boolean;
  isOwn: boolean;
  /** Who made it. */
  userName: string;
}

export const VIEW_LIMITS = { name: 80, own: 50, links: 20_000, cols: 8_100 } as const;

export type ReadyViewName =
  "failedSignIns" | "newAddress" | "rights" | "deletions" | "apps" | "backups" | "offHours";

const WEEK = { from: "now-7d", to: null, tz: null, sort: "desc", cols: null } as const;

/** Views that are there from the start; their queries are codes, their names are texts of the page. */
export const READY_VIEWS: readonly { name: ReadyViewName; content: ViewContent }[] = [
  { name: "failedSignIns", content: { ...WEEK, q: "type:USER_LOGIN,USER_LOGINBYHASH" } },
  { name: "newAddress", content: { ...WEEK, q: "is:new-address" } },
  {
    name: "rights",
    content: {
      ...WEEK,
      q: "type:USER_GROUP_CHANGED,GROUP_ADDED,GROUP_UPDATED,GROUP_DELETED,GROUP_POLICY_CHANGED,MODULE_RIGHTS_CHANGED,FILE_PERMISSION_CHANGED",
    },
  },
  {
    name: "deletions",
    content: { ...WEEK, q: "type:*_DELETE,*_DELETED,*_UNINSTALLED" },
  },
  { name: "apps", content: { ...WEEK, q: "type:MP_*" } },
  { name: "backups", content: { ...WEEK, q: "type:BACKUP_*" } },
  // In the zone of the page: before eight, from eight in the evening on, and at weekends.
  { name: "offHours", content: { ...WEEK, q: "user:* (hour:<8 OR hour:>=20 OR weekday:>5)" } },
];
