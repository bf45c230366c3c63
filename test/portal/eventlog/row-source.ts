import seed from "../data/eventlog-seed.json" with { type: "json" };
import type { SeededRandom } from "../random.ts";
import type { LogRowInput } from "./log-row.ts";

const AGENTS: readonly [string, ...string[]] = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15",
  "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  "Bitrix24 Mobile/8.2 (iPhone; iOS 19.1)",
];
const PAGES: readonly [string, ...string[]] = [
  "/stream/",
  "/company/",
  "/crm/deal/kanban/",
  "/tasks/",
  "/bitrix/services/main/ajax.php?action=main.user.get",
];
const METHODS: readonly [string, ...string[]] = [
  "cookie",
  "password",
  "external",
  "appPassword",
  "cookie",
  "hitHash",
];
const LOGINS: readonly [string, ...string[]] = [
  "boris",
  "b.clerk",
  "admin",
  "test",
  "unknown.login",
];
const USERS = 25;

interface Draw {
  random: SeededRandom;
  userId: number;
  at: number;
}

type Source = (draw: Draw) => LogRowInput;

function base({ random, userId }: Draw): LogRowInput {
  return {
    severity: "SECURITY",
    itemId: String(userId),
    userId,
    remoteAddr: `203.0.113.${String(1 + random.below(250))}`,
    userAgent: random.pick(AGENTS),
    requestUri: random.pick(PAGES),
    guestId: 0,
  };
}

const login: Source = (draw) => {
  const requestId = `${draw.random.hex(32)}-0`;
  const method = draw.random.pick(METHODS);
  const more =
    method === "appPassword" ? { applicationId: "mobile", applicationPasswordId: 977 } : {};
  return {
    ...base(draw),
    auditTypeId: "USER_AUTHORIZE",
    description: JSON.stringify({ userId: draw.userId, ...more, requestId, method }),
  };
};

const logout: Source = (draw) => ({ ...base(draw), auditTypeId: "USER_LOGOUT" });

const failedLogin: Source = (draw) => ({
  ...base(draw),
  auditTypeId: "USER_LOGIN",
  itemId: draw.random.pick(LOGINS),
  userId: null,
  siteId: null,
  remoteAddr: `198.51.100.${String(1 + draw.random.below(250))}`,
  description: JSON.stringify({ message: "Incorrect login or password." }),
});

const edit: Source = (draw) => ({
  ...base(draw),
  auditTypeId: "USER_EDIT",
  itemId: String(1 + draw.random.below(USERS)),
});

const password: Source = (draw) => ({ ...base(draw), auditTypeId: "USER_PASSWORD_CHANGED" });

const groups: Source = (draw) => ({
  ...base(draw),
  auditTypeId: "USER_GROUP_CHANGED",
  itemId: String(1 + draw.random.below(USERS)),
  userId: draw.random.below(2) === 0 ? 1 : 3,
  description: JSON.stringify({ before: [2, 3], after: [2, 3, 1 + draw.random.below(9)] }),
});

const restUse: Source = (draw) => ({
  ...base(draw),
  auditTypeId: "USER_AUTHORIZE",
  moduleId: "rest",
  requestUri: `/rest/user.current?auth=${draw.random.hex(70)}`,
  description: JSON.stringify({
    userId: draw.userId,
    method: "rest",
    applicationType: "apauth",
    applicationId: 380 + draw.random.below(9),
    timePeriod: new Date(draw.at * 1000).toISOString().slice(0, 13).replace("T", " "),
  }),
});

const variety: Source = ({ random }) => {
  const index = random.below(seed.items.length);
  return sample(index);
};

const WEIGHTED: readonly [number, Source][] = [
  [46, login],
  [18, logout],
  [9, failedLogin],
  [7, restUse],
  [6, edit],
  [3, password],
  [2, groups],
  [9, variety],
];
const TOTAL_WEIGHT = WEIGHTED.reduce((sum, [weight]) => sum + weight, 0);

/** One of the hand-made rows that show every format a description can have. */
export function sample(index: number): LogRowInput {
  const item = seed.items[index % seed.items.length];
  if (item === undefined) return {};
  const row: LogRowInput & { id?: number; timestampX?: string } = { ...item };
  delete row.id;
  delete row.timestampX;
  return row;
}

export const sampleCount = seed.items.length;

export function drawRow(random: SeededRandom, at: number): LogRowInput {
  const draw: Draw = { random, at, userId: 1 + random.below(USERS) };
  let ticket = random.below(TOTAL_WEIGHT);
  for (const [weight, source] of WEIGHTED) {
    ticket -= weight;
    if (ticket < 0) return source(draw);
  }
  return login(draw);
}
