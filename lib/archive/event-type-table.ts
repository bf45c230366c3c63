export const EVENT_KINDS = [
  "sign-in",
  "sign-in-failed",
  "sign-out",
  "users",
  "rights",
  "security",
  "apps",
  "backup",
  "messages",
  "content",
  "files",
  "forum",
  "shop",
  "system",
  "other",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

const BASIC = ["ADD", "EDIT", "DELETE"];
const ACTIONS = [...BASIC, "MOVE", "COPY", "RENAME"];
const FORUM_ACTIONS = [...ACTIONS, "APPROVE", "UNAPPROVE", "OPEN", "CLOSE", "STICK", "UNSTICK"];

function combine(kind: EventKind, things: string[], actions: string[]): [string, EventKind][] {
  return things.flatMap((thing) =>
    actions.map((action): [string, EventKind] => [`${thing}_${action}`, kind]),
  );
}

/** Every audit type we know. The portal's set is open: types outside this table are shown by code. */
export const EVENT_TYPES: ReadonlyMap<string, EventKind> = new Map<string, EventKind>([
  ["USER_AUTHORIZE", "sign-in"],
  ["USER_LOGIN", "sign-in-failed"],
  ["USER_LOGIN_INCORRECT_CAPTCHA", "sign-in-failed"],
  ["USER_LOGIN_BLOCKED", "sign-in-failed"],
  ["USER_LOGIN_NOT_FOUND", "sign-in-failed"],
  ["USER_LOGINBYHASH", "sign-in-failed"],
  ["USER_LOGOUT", "sign-out"],
  ["USER_REGISTER", "users"],
  ["USER_REGISTER_FAIL", "users"],
  ["USER_INFO", "users"],
  ["USER_PASSWORD_CHANGED", "users"],
  ["USER_EDIT", "users"],
  ["USER_DELETE", "users"],
  ["USER_BLOCKED", "security"],
  ["USER_GROUP_CHANGED", "rights"],
  ["USER_PERMISSIONS_FAIL", "security"],
  ["GROUP_ADDED", "rights"],
  ["GROUP_UPDATED", "rights"],
  ["GROUP_DELETED", "rights"],
  ["GROUP_POLICY_CHANGED", "rights"],
  ["MODULE_RIGHTS_CHANGED", "rights"],
  ["FILE_PERMISSION_CHANGED", "rights"],
  ["TASK_CHANGED", "rights"],
  ["MP_MODULE_INSTALLED", "apps"],
  ["MP_MODULE_UNINSTALLED", "apps"],
  ["MP_MODULE_DELETED", "apps"],
  ["MP_MODULE_DOWNLOADED", "apps"],
  ["REST_OAUTH_REGISTER", "apps"],
  ["BACKUP_SUCCESS", "backup"],
  ["BACKUP_ERROR", "backup"],
  ["SITE_CHECKER_SUCCESS", "system"],
  ["SITE_CHECKER_ERROR", "system"],
  ["SECURITY_FILTER_SQL", "security"],
  ["SECURITY_FILTER_XSS", "security"],
  ["SECURITY_FILTER_XSS2", "security"],
  ["SECURITY_FILTER_PHP", "security"],
  ["SECURITY_REDIRECT", "security"],
  ["SECURITY_VIRUS", "security"],
  ["SECURITY_OTP", "security"],
  ["MESSAGE_SEND", "messages"],
  ["MESSAGE_BLOCK", "messages"],
  ...combine("content", ["IBLOCK", "IBLOCK_SECTION", "IBLOCK_ELEMENT"], BASIC),
  ...combine("files", ["PAGE", "MENU", "FILE", "SECTION"], ACTIONS),
  ...combine("forum", ["FORUM_MESSAGE", "FORUM_TOPIC"], FORUM_ACTIONS),
  ["LEARNING_REMOVE_ITEM", "content"],
  ["CLOUDS_404", "files"],
  ["CAT_YAND_AGENT", "shop"],
  ["CAT_YAND_FILE", "shop"],
  ["PAY_SYSTEM_ACTION_ALARM", "shop"],
  ["STAT_ACTIVITY_LIMIT", "security"],
  ["XDIMPORT_HTTP", "system"],
  ["LOGBOOK_RECORD", "other"],
  ["UNKNOWN", "other"],
]);

/** Families whose members the platform adds without notice. */
export const EVENT_FAMILIES: readonly (readonly [prefix: string, kind: EventKind])[] = [
  ["SALE_", "shop"],
  ["YMARKET_", "shop"],
  ["SECURITY_", "security"],
  ["BOOKING_MODULE_EVENT_", "system"],
  ["LOCATION_MODULE_EVENT_", "system"],
];
