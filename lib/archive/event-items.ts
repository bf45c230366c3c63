import { ABOUT_USERS } from "./about-users.ts";

/** What `itemId` means: a user's number, a login, a user group, or anything else. */
export type ItemMeaning = "user" | "login" | "group" | "other";

const ABOUT_LOGINS: readonly string[] = [
  "USER_LOGIN",
  "USER_LOGIN_INCORRECT_CAPTCHA",
  "USER_LOGIN_BLOCKED",
  "USER_LOGIN_NOT_FOUND",
  "USER_LOGINBYHASH",
  "USER_REGISTER_FAIL",
  "USER_DELETE",
];

const ABOUT_GROUPS: readonly string[] = [
  "GROUP_ADDED",
  "GROUP_UPDATED",
  "GROUP_DELETED",
  "GROUP_POLICY_CHANGED",
  "MODULE_RIGHTS_CHANGED",
];

export function itemMeaning(code: string): ItemMeaning {
  if (ABOUT_USERS.includes(code)) return "user";
  if (ABOUT_LOGINS.includes(code)) return "login";
  return ABOUT_GROUPS.includes(code) ? "group" : "other";
}
