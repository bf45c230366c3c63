import { intruder } from "./agents.ts";
import { at, chance, hex, pick, skewed, weighted } from "./draw.ts";
import { byPerson } from "./entry-fields.ts";
import type { Draw, Source } from "./raw-entry.ts";
import { probeUri, restUri } from "./uris.ts";

type Json = Record<string, unknown>;

const json = (value: Json): string => JSON.stringify(value);

const METHODS = weighted<(draw: Draw) => Json>([
  [50, ({ requestId }) => ({ requestId, method: "cookie" })],
  [
    18,
    ({ requestId, person }) => ({
      ...{ applicationId: "mobile", applicationPasswordId: 900 + person.id },
      ...{ requestId, method: "appPassword" },
    }),
  ],
  [
    12,
    ({ requestId, random }) => ({
      ...{ requestId, method: "external", externalAuthId: "socservices" },
      externalId: String(10_000_000 + random.below(900_000)),
    }),
  ],
  [9, ({ requestId, random }) => ({ requestId, method: "password", otpUsed: chance(random, 0.4) })],
  [
    6,
    ({ requestId, random }) => ({
      storedAuthId: random.below(90_000),
      requestId,
      method: "hitHash",
    }),
  ],
  [0.3, ({ requestId }) => ({ previousUserId: 1, requestId, method: "loginAs" })],
  [
    2,
    ({ requestId, random }) => ({
      hitAuthId: random.below(9_000),
      requestId,
      method: "controller",
    }),
  ],
]);

export const signIn: Source = (draw) =>
  byPerson(draw, {
    description: json({ userId: draw.person.id, ...METHODS(draw.random)(draw) }),
  });

export const restUse: Source = (draw) => {
  const { random, person } = draw;
  const isApp = chance(random, 0.6);
  return byPerson(draw, {
    moduleId: "rest",
    requestUri: restUri(random)(random),
    description: json({
      userId: person.id,
      method: "rest",
      applicationType: isApp ? "oauth" : "apauth",
      applicationId: 1 + skewed(random, 60),
      timePeriod: draw.localHour,
    }),
  });
};

export const signOut: Source = (draw) =>
  byPerson(draw, { auditTypeId: "USER_LOGOUT", requestUri: "/?logout=yes" });

const WRONG = { EN: "Incorrect login or password.", RU: "Неверный логин или пароль." };

/** Somebody mistypes; with `attack` somebody tries many. */
export const failedSignIn: Source = (draw) => {
  const { portal, person } = draw;
  return byPerson(draw, {
    auditTypeId: "USER_LOGIN",
    itemId: person.login,
    requestUri: "/auth/?login=yes",
    userId: null,
    description: json({ message: portal.isRussian ? WRONG.RU : WRONG.EN }),
  });
};

const LOGINS = [
  "admin",
  "test",
  "root",
  "info",
  "administrator",
  "user",
  "support",
  "demo",
  "sales",
];
const KINDS = weighted<[type: string, message: string]>([
  [70, ["USER_LOGIN", WRONG.EN]],
  [15, ["USER_LOGIN_NOT_FOUND", "User not found."]],
  [8, ["USER_LOGIN_INCORRECT_CAPTCHA", "The captcha word is wrong."]],
  [5, ["USER_LOGIN_BLOCKED", "The user is blocked."]],
]);

export const attack: Source = (draw) => {
  const { random, staff } = draw;
  const [auditTypeId, message] = KINDS(random);
  // One attack comes from a handful of addresses.
  const remoteAddr = at(staff.intruders, draw.day * 17 + skewed(random, 12));
  const common = { remoteAddr, userId: null, siteId: null, userAgent: intruder(random) };
  if (chance(random, 0.2)) return probe(draw, common);
  return byPerson(draw, {
    ...common,
    auditTypeId,
    itemId: chance(random, 0.3)
      ? `${pick(random, LOGINS)}${random.below(999)}`
      : pick(random, LOGINS),
    requestUri: "/auth/?login=yes",
    description: json({ message, requestId: draw.requestId }),
  });
};

const FILTERS = [
  ["SECURITY_FILTER_SQL", "q=1' UNION SELECT LOGIN FROM b_user--"],
  ["SECURITY_FILTER_XSS", "<script>alert(document.domain)</script>"],
  ["SECURITY_FILTER_PHP", "<?php system($_GET['cmd']); ?>"],
  ["SECURITY_REDIRECT", "https://phish.example.org/login"],
] as const;

function probe(draw: Draw, given: Parameters<typeof byPerson>[1]) {
  const { random } = draw;
  const [auditTypeId, text] = pick(random, FILTERS);
  const shown = `${text} ${hex(random, 6)}`;
  return byPerson(draw, {
    ...given,
    ...{ auditTypeId, moduleId: "security", severity: "WARNING", itemId: "UNKNOWN" },
    requestUri: probeUri(random),
    description: chance(random, 0.7) ? `==${Buffer.from(shown).toString("base64")}` : shown,
  });
}

export const probing: Source = (draw) =>
  probe(draw, {
    remoteAddr: pick(draw.random, draw.staff.intruders),
    userAgent: intruder(draw.random),
    userId: null,
    siteId: null,
  });

const colleague = ({ random, staff }: Draw) => pick(random, staff.people);

const QUIET = ["USER_EDIT", "USER_EDIT", "USER_EDIT", "USER_PASSWORD_CHANGED", "USER_INFO"];

export const userChange: Source = (draw) =>
  byPerson(draw, { auditTypeId: pick(draw.random, QUIET), itemId: String(colleague(draw).id) });

export const groupsChange: Source = (draw) => {
  const { random } = draw;
  const before = [2, 3, ...(chance(random, 0.3) ? [1] : []), 4 + random.below(20)];
  return byPerson(draw, {
    auditTypeId: "USER_GROUP_CHANGED",
    itemId: String(colleague(draw).id),
    description: json({ before, after: [...before, 30 + random.below(20)] }),
  });
};

export const accessDenied: Source = (draw) =>
  byPerson(draw, {
    auditTypeId: "USER_PERMISSIONS_FAIL",
    severity: "WARNING",
    description: `/bitrix/admin/${pick(draw.random, ["settings", "user_admin", "php_command_line"])}.php`,
  });

export const userLife: Source = (draw) => {
  const { random } = draw;
  const someone = colleague(draw);
  const [name = "", lastName = ""] = someone.name.split(" ");
  const row = { ID: String(someone.id), LOGIN: someone.login, PASSWORD: hex(random, 66) };
  const more = { CHECKWORD: hex(random, 66), EMAIL: someone.login, ACTIVE: "Y" };
  const kinds: [string, string | null][] = [
    ["USER_REGISTER", json({ login: someone.login, name, lastName })],
    ["USER_BLOCKED", json({ attempts: 5, blockPeriod: 30 })],
    ["USER_BLOCKED", json({ inactiveDays: 30 + random.below(300) })],
    ["USER_REGISTER_FAIL", "A user with this e-mail is registered already.<br>"],
    ["USER_DELETE", json({ ...row, NAME: name, LAST_NAME: lastName, ...more })],
    ["USER_LOGINBYHASH", "Wrong hash."],
  ];
  const [auditTypeId, description] = pick(random, kinds);
  return byPerson(draw, { auditTypeId, itemId: String(someone.id), description });
};
