import type { Sentences, SummaryFacts } from "./summary-facts.ts";

// "Пользователь" before a name settles the gender of the verb whoever it is.
const person = (name: string | null): string => `Пользователь ${name ?? "без имени"}`;

const METHODS: Record<string, string> = {
  password: " по паролю",
  appPassword: " по паролю приложения",
  external: " через внешний сервис",
  cookie: " по сохранённой сессии",
  hitHash: " по одноразовой ссылке",
  registration: " после регистрации",
  emailCode: " по коду из письма",
  phoneCode: " по коду из SMS",
};

const by = (facts: SummaryFacts): string =>
  facts.actor === null ? "" : ` — выполнил пользователь ${facts.actor}`;
const from = (facts: SummaryFacts): string =>
  facts.address === null ? "" : ` с адреса ${facts.address}`;
const end = (facts: SummaryFacts): string => `${by(facts)}${from(facts)}`;
const who = (facts: SummaryFacts): string => person(facts.actor ?? facts.subject);
const whom = (facts: SummaryFacts): string => `пользователь ${facts.subject ?? "без имени"}`;
const group = (facts: SummaryFacts): string => `группа ${facts.subject ?? "(пусто)"}`;

function signIn(facts: SummaryFacts): string {
  const { method, applicationId } = facts.detail;
  if (method === "rest") {
    const app = applicationId === undefined ? "" : ` через приложение ${applicationId}`;
    return `${who(facts)} обратился к REST${app}${from(facts)}`;
  }
  const name = facts.subject ?? facts.actor;
  if (method === "loginAs" && facts.previousUser !== null) {
    return `${person(facts.previousUser)} вошёл под именем ${name ?? "без имени"}${from(facts)}`;
  }
  return `${person(name)} вошёл${METHODS[method ?? ""] ?? ""}${from(facts)}`;
}

function failedSignIn(reason: string): (facts: SummaryFacts) => string {
  return (facts) => {
    const login = facts.subject === null ? "" : ` под логином «${facts.subject}»`;
    const start =
      facts.actor === null ? `Неудачный вход${login}` : `${person(facts.actor)} не смог войти`;
    return `${start}${from(facts)}${reason}`;
  };
}

function blocked(facts: SummaryFacts): string {
  const { attempts, inactiveDays } = facts.detail;
  if (attempts !== undefined) {
    return `Заблокирован ${whom(facts)}: неудачных попыток входа ${attempts}${from(facts)}`;
  }
  const days = inactiveDays === undefined ? "" : `: дней без активности ${inactiveDays}`;
  return `Заблокирован ${whom(facts)}${days}${end(facts)}`;
}

export const RUSSIAN_SENTENCES: Sentences = {
  own: {
    USER_AUTHORIZE: signIn,
    USER_LOGIN: failedSignIn(""),
    USER_LOGIN_INCORRECT_CAPTCHA: failedSignIn(": неверная капча"),
    USER_LOGIN_BLOCKED: failedSignIn(": пользователь заблокирован"),
    USER_LOGIN_NOT_FOUND: failedSignIn(": такого пользователя нет"),
    USER_LOGINBYHASH: failedSignIn(" по сохранённой сессии"),
    USER_LOGOUT: (facts) => `${person(facts.subject ?? facts.actor)} вышел${from(facts)}`,
    USER_REGISTER: (facts) =>
      facts.moduleId === "rest"
        ? `Для приложения создан технический ${whom(facts)}${from(facts)}`
        : `Зарегистрирован ${whom(facts)}${end(facts)}`,
    USER_REGISTER_FAIL: (facts) => `Отказ в регистрации: ${whom(facts)}${from(facts)}`,
    USER_INFO: (facts) => `Запрошена смена пароля: ${whom(facts)}${from(facts)}`,
    USER_PASSWORD_CHANGED: (facts) =>
      facts.isSelf
        ? `${who(facts)} сменил свой пароль${from(facts)}`
        : `Сменён пароль: ${whom(facts)}${end(facts)}`,
    USER_EDIT: (facts) =>
      facts.isSelf
        ? `${who(facts)} изменил свой профиль${from(facts)}`
        : `Изменён профиль: ${whom(facts)}${end(facts)}`,
    USER_DELETE: (facts) => `Удалён пользователь ${facts.subject ?? "(пусто)"}${end(facts)}`,
    USER_GROUP_CHANGED: (facts) => `Изменены группы: ${whom(facts)}${end(facts)}`,
    USER_BLOCKED: blocked,
    USER_PERMISSIONS_FAIL: (facts) =>
      `Отказано в доступе${facts.text === null ? "" : ` к ${facts.text}`}: ${whoLower(facts)}${from(facts)}`,
    GROUP_ADDED: (facts) => `Добавлена ${group(facts)}${end(facts)}`,
    GROUP_UPDATED: (facts) => `Изменена ${group(facts)}${end(facts)}`,
    GROUP_DELETED: (facts) => `Удалена ${group(facts)}${end(facts)}`,
    GROUP_POLICY_CHANGED: (facts) => `Изменена политика безопасности: ${group(facts)}${end(facts)}`,
    MODULE_RIGHTS_CHANGED: (facts) =>
      `Изменены права доступа к модулям: ${group(facts)}${end(facts)}`,
    FILE_PERMISSION_CHANGED: (facts) =>
      `Изменены права доступа: ${facts.subject ?? "файл"}${end(facts)}`,
    LOGBOOK_RECORD: (facts) => `Процесс записал: ${facts.detail["title"] ?? facts.title}`,
  },
  fallback: (facts) =>
    `${facts.title}${facts.subject === null ? "" : `: ${facts.subject}`}${end(facts)}`,
};

function whoLower(facts: SummaryFacts): string {
  return `пользователь ${facts.actor ?? facts.subject ?? "без имени"}`;
}
