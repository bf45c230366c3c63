import { joined } from "./joined-titles.ts";

const CONTENT = {
  IBLOCK: "List",
  IBLOCK_SECTION: "List section",
  IBLOCK_ELEMENT: "List element",
};

const FILES = {
  PAGE: "Page",
  MENU: "Menu",
  FILE: "File",
  SECTION: "Folder",
};

const FORUM = {
  FORUM_MESSAGE: "Forum message",
  FORUM_TOPIC: "Forum topic",
};

const BASIC = {
  ADD: "added",
  EDIT: "changed",
  DELETE: "deleted",
};
const ACTIONS = {
  ...BASIC,
  MOVE: "moved",
  COPY: "copied",
  RENAME: "renamed",
};
const FORUM_ACTIONS = {
  ...ACTIONS,
  APPROVE: "approved",
  UNAPPROVE: "hidden",
  OPEN: "opened",
  CLOSE: "closed",
  STICK: "pinned",
  UNSTICK: "unpinned",
};

export const ENGLISH_TITLES: Record<string, string> = {
  USER_AUTHORIZE: "Sign-in",
  USER_LOGIN: "Failed sign-in",
  USER_LOGIN_INCORRECT_CAPTCHA: "Failed sign-in: wrong captcha",
  USER_LOGIN_BLOCKED: "Failed sign-in: user is blocked",
  USER_LOGIN_NOT_FOUND: "Failed sign-in: no such user",
  USER_LOGINBYHASH: "Failed sign-in by saved session",
  USER_LOGOUT: "Sign-out",
  USER_REGISTER: "User registered",
  USER_REGISTER_FAIL: "Registration refused",
  USER_INFO: "Password change requested",
  USER_PASSWORD_CHANGED: "Password changed",
  USER_EDIT: "User changed",
  USER_DELETE: "User deleted",
  USER_BLOCKED: "User blocked",
  USER_GROUP_CHANGED: "Groups of a user changed",
  USER_PERMISSIONS_FAIL: "Access denied",
  GROUP_ADDED: "User group added",
  GROUP_UPDATED: "User group changed",
  GROUP_DELETED: "User group deleted",
  GROUP_POLICY_CHANGED: "Security policy of a group changed",
  MODULE_RIGHTS_CHANGED: "Module access rights changed",
  FILE_PERMISSION_CHANGED: "File access rights changed",
  TASK_CHANGED: "Access level changed",
  MP_MODULE_INSTALLED: "Marketplace module installed",
  MP_MODULE_UNINSTALLED: "Marketplace module uninstalled",
  MP_MODULE_DELETED: "Marketplace module deleted",
  MP_MODULE_DOWNLOADED: "Marketplace module downloaded",
  REST_OAUTH_REGISTER: "Portal registered at the auth server",
  BACKUP_SUCCESS: "Backup made",
  BACKUP_ERROR: "Backup failed",
  SITE_CHECKER_SUCCESS: "Self-test passed",
  SITE_CHECKER_ERROR: "Self-test failed",
  SECURITY_FILTER_SQL: "Attack stopped: SQL injection",
  SECURITY_FILTER_XSS: "Attack stopped: script injection",
  SECURITY_FILTER_XSS2: "Attack stopped: script injection",
  SECURITY_FILTER_PHP: "Attack stopped: PHP injection",
  SECURITY_REDIRECT: "Foreign redirect stopped",
  SECURITY_VIRUS: "Suspicious code found",
  SECURITY_OTP: "One-time password event",
  MESSAGE_SEND: "SMS sent",
  MESSAGE_BLOCK: "SMS blocked",
  ...joined(CONTENT, BASIC, " "),
  ...joined(FILES, ACTIONS, " "),
  ...joined(FORUM, FORUM_ACTIONS, " "),
  LEARNING_REMOVE_ITEM: "Course item removed",
  CLOUDS_404: "File missing in the cloud storage",
  CAT_YAND_AGENT: "Catalog export by agent",
  CAT_YAND_FILE: "Catalog export to a file",
  PAY_SYSTEM_ACTION_ALARM: "Payment system error",
  STAT_ACTIVITY_LIMIT: "Activity limit exceeded",
  XDIMPORT_HTTP: "Import over HTTP",
  LOGBOOK_RECORD: "Entry of a process",
  UNKNOWN: "Event without a type",
};

export const ENGLISH_FAMILIES: Record<string, string> = {
  SALE_: "Shop event",
  YMARKET_: "Marketplace exchange",
  SECURITY_: "Security event",
  BOOKING_MODULE_EVENT_: "Booking event",
  LOCATION_MODULE_EVENT_: "Location event",
};
