const ADD = 0;
const UPDATE = 1;
const DELETE = 2;
const LOGOUT = 4;
const EXECUTE = 7;
const LOGIN = 8;
const FAILED_LOGIN = 9;

const NAMED = new Map([
  ["USER_AUTHORIZE", LOGIN],
  ["USER_LOGIN", FAILED_LOGIN],
  ["USER_LOGINBYHASH", FAILED_LOGIN],
  ["USER_LOGOUT", LOGOUT],
  ["USER_REGISTER", ADD],
  ["MP_MODULE_INSTALLED", ADD],
  ["MP_MODULE_DOWNLOADED", ADD],
  ["USER_BLOCKED", UPDATE],
]);

const ENDINGS: [RegExp, number][] = [
  [/_ADD$/, ADD],
  [/_(?:DELETE|DELETED|UNINSTALLED)$/, DELETE],
  [/_(?:EDIT|CHANGED)$/, UPDATE],
];

/** The number that Zabbix gives to what a type of entry tells. */
export function actionOf(auditTypeId: string): number {
  const ending = ENDINGS.find(([pattern]) => pattern.test(auditTypeId));
  return NAMED.get(auditTypeId) ?? ending?.[1] ?? EXECUTE;
}
