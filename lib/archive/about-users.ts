/** Types whose object is a user's number. */
export const ABOUT_USERS: readonly string[] = [
  "USER_AUTHORIZE",
  "USER_LOGOUT",
  "USER_REGISTER",
  "USER_INFO",
  "USER_PASSWORD_CHANGED",
  "USER_EDIT",
  "USER_BLOCKED",
  "USER_GROUP_CHANGED",
  "USER_PERMISSIONS_FAIL",
  "MESSAGE_SEND",
  "MESSAGE_BLOCK",
];
