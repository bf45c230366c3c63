import type { Sentences, SummaryFacts } from "./summary-facts.ts";

const METHODS: Record<string, string> = {
  password: " with a password",
  appPassword: " with an application password",
  external: " through an external service",
  cookie: " by a saved session",
  hitHash: " by a one-time link",
  registration: " after registering",
  emailCode: " with a code from an e-mail",
  phoneCode: " with a code from an SMS",
};

const who = (facts: SummaryFacts): string => facts.actor ?? facts.subject ?? "Someone";
const whom = (facts: SummaryFacts): string => facts.subject ?? "a user";
const by = (facts: SummaryFacts): string => (facts.actor === null ? "" : ` by ${facts.actor}`);
const from = (facts: SummaryFacts): string =>
  facts.address === null ? "" : ` from ${facts.address}`;
const end = (facts: SummaryFacts): string => `${by(facts)}${from(facts)}`;
const group = (facts: SummaryFacts): string => `group ${facts.subject ?? "(empty)"}`;

function signIn(facts: SummaryFacts): string {
  const { method, applicationId } = facts.detail;
  if (method === "rest") {
    const app = applicationId === undefined ? "" : ` through application ${applicationId}`;
    return `${who(facts)} used REST${app}${from(facts)}`;
  }
  const person = facts.subject ?? who(facts);
  if (method === "loginAs" && facts.previousUser !== null) {
    return `${facts.previousUser} signed in as ${person}${from(facts)}`;
  }
  return `${person} signed in${METHODS[method ?? ""] ?? ""}${from(facts)}`;
}

function failedSignIn(reason: string): (facts: SummaryFacts) => string {
  return (facts) => {
    const login = facts.subject === null ? "" : ` as "${facts.subject}"`;
    const person =
      facts.actor === null
        ? `Someone failed to sign in${login}`
        : `${facts.actor} failed to sign in`;
    return `${person}${from(facts)}${reason}`;
  };
}

function blocked(facts: SummaryFacts): string {
  const { attempts, inactiveDays } = facts.detail;
  if (attempts !== undefined) {
    return `${whom(facts)} was blocked after ${attempts} failed attempts${from(facts)}`;
  }
  const days = inactiveDays === undefined ? "" : ` after ${inactiveDays} days without activity`;
  return `${whom(facts)} was blocked${days}${end(facts)}`;
}

export const ENGLISH_SENTENCES: Sentences = {
  own: {
    USER_AUTHORIZE: signIn,
    USER_LOGIN: failedSignIn(""),
    USER_LOGIN_INCORRECT_CAPTCHA: failedSignIn(": wrong captcha"),
    USER_LOGIN_BLOCKED: failedSignIn(": the user is blocked"),
    USER_LOGIN_NOT_FOUND: failedSignIn(": there is no such user"),
    USER_LOGINBYHASH: failedSignIn(" by a saved session"),
    USER_LOGOUT: (facts) => `${facts.subject ?? who(facts)} signed out${from(facts)}`,
    USER_REGISTER: (facts) =>
      facts.moduleId === "rest"
        ? `A technical user ${facts.subject ?? ""} was made for an application${from(facts)}`
        : `User ${whom(facts)} was registered${end(facts)}`,
    USER_REGISTER_FAIL: (facts) => `The registration of ${whom(facts)} was refused${from(facts)}`,
    USER_INFO: (facts) => `A password change was requested for ${whom(facts)}${from(facts)}`,
    USER_PASSWORD_CHANGED: (facts) =>
      facts.isSelf
        ? `${who(facts)} changed their password${from(facts)}`
        : `The password of ${whom(facts)} was changed${end(facts)}`,
    USER_EDIT: (facts) =>
      facts.isSelf
        ? `${who(facts)} changed their profile${from(facts)}`
        : `The profile of ${whom(facts)} was changed${end(facts)}`,
    USER_DELETE: (facts) => `User ${facts.subject ?? "(empty)"} was deleted${end(facts)}`,
    USER_GROUP_CHANGED: (facts) => `The groups of ${whom(facts)} were changed${end(facts)}`,
    USER_BLOCKED: blocked,
    USER_PERMISSIONS_FAIL: (facts) =>
      `${who(facts)} was denied access${facts.text === null ? "" : ` to ${facts.text}`}${from(facts)}`,
    GROUP_ADDED: (facts) => `User ${group(facts)} was added${end(facts)}`,
    GROUP_UPDATED: (facts) => `User ${group(facts)} was changed${end(facts)}`,
    GROUP_DELETED: (facts) => `User ${group(facts)} was deleted${end(facts)}`,
    GROUP_POLICY_CHANGED: (facts) =>
      `The security policy of ${group(facts)} was changed${end(facts)}`,
    MODULE_RIGHTS_CHANGED: (facts) =>
      `The module access rights of ${group(facts)} were changed${end(facts)}`,
    FILE_PERMISSION_CHANGED: (facts) =>
      `Access to ${facts.subject ?? "a file"} was changed${end(facts)}`,
    LOGBOOK_RECORD: (facts) => `A process wrote: ${facts.detail["title"] ?? facts.title}`,
  },
  fallback: (facts) =>
    `${facts.title}${facts.subject === null ? "" : `: ${facts.subject}`}${end(facts)}`,
};
