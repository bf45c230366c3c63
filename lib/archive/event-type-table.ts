export type Lang = "en" | "ru";

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

/** What `itemId` means: a user's number, a login, a user group, or anything else. */
export type ItemMeaning = "user" | "login" | "group" | "other";

export type EventTypeRow = readonly [kind: EventKind, item: ItemMeaning, en: string, ru: string];

const CONTENT = {
  IBLOCK: ["list", "Список"],
  IBLOCK_SECTION: ["list section", "Раздел списка"],
  IBLOCK_ELEMENT: ["list element", "Элемент списка"],
} as const;

const FILES = {
  PAGE: ["page", "Страница"],
  MENU: ["menu", "Меню"],
  FILE: ["file", "Файл"],
  SECTION: ["folder", "Папка"],
} as const;

const FORUM = {
  FORUM_MESSAGE: ["Forum message", "Сообщение форума"],
  FORUM_TOPIC: ["Forum topic", "Тема форума"],
} as const;

// In Russian the action is a noun after a colon: the gender of the object then does not matter.
const ACTIONS = {
  ADD: ["added", "добавление"],
  EDIT: ["changed", "изменение"],
  DELETE: ["deleted", "удаление"],
  MOVE: ["moved", "перемещение"],
  COPY: ["copied", "копирование"],
  RENAME: ["renamed", "переименование"],
} as const;
const FORUM_ACTIONS = {
  ...ACTIONS,
  APPROVE: ["approved", "одобрение"],
  UNAPPROVE: ["hidden", "скрытие"],
  OPEN: ["opened", "открытие"],
  CLOSE: ["closed", "закрытие"],
  STICK: ["pinned", "закрепление"],
  UNSTICK: ["unpinned", "открепление"],
} as const;

type Pairs = Record<string, readonly [en: string, ru: string]>;

function combine(kind: EventKind, things: Pairs, actions: Pairs): [string, EventTypeRow][] {
  return Object.entries(things).flatMap(([thing, [en, ru]]) =>
    Object.entries(actions).map(([action, [enAction, ruAction]]): [string, EventTypeRow] => [
      `${thing}_${action}`,
      [
        kind,
        "other",
        `${en.charAt(0).toUpperCase()}${en.slice(1)} ${enAction}`,
        `${ru}: ${ruAction}`,
      ],
    ]),
  );
}

const BASIC = { ADD: ACTIONS.ADD, EDIT: ACTIONS.EDIT, DELETE: ACTIONS.DELETE };

/** Every audit type we know. The portal's set is open: types outside this table are shown by code. */
export const EVENT_TYPES: ReadonlyMap<string, EventTypeRow> = new Map<string, EventTypeRow>([
  ["USER_AUTHORIZE", ["sign-in", "user", "Sign-in", "Вход"]],
  ["USER_LOGIN", ["sign-in-failed", "login", "Failed sign-in", "Неудачный вход"]],
  [
    "USER_LOGIN_INCORRECT_CAPTCHA",
    ["sign-in-failed", "login", "Failed sign-in: wrong captcha", "Неудачный вход: неверная капча"],
  ],
  [
    "USER_LOGIN_BLOCKED",
    [
      "sign-in-failed",
      "login",
      "Failed sign-in: user is blocked",
      "Неудачный вход: пользователь заблокирован",
    ],
  ],
  [
    "USER_LOGIN_NOT_FOUND",
    [
      "sign-in-failed",
      "login",
      "Failed sign-in: no such user",
      "Неудачный вход: нет такого пользователя",
    ],
  ],
  [
    "USER_LOGINBYHASH",
    [
      "sign-in-failed",
      "login",
      "Failed sign-in by saved session",
      "Неудачный вход по сохранённой сессии",
    ],
  ],
  ["USER_LOGOUT", ["sign-out", "user", "Sign-out", "Выход"]],
  ["USER_REGISTER", ["users", "user", "User registered", "Регистрация пользователя"]],
  ["USER_REGISTER_FAIL", ["users", "login", "Registration refused", "Отказ в регистрации"]],
  ["USER_INFO", ["users", "user", "Password change requested", "Запрос смены пароля"]],
  ["USER_PASSWORD_CHANGED", ["users", "user", "Password changed", "Смена пароля"]],
  ["USER_EDIT", ["users", "user", "User changed", "Изменение пользователя"]],
  ["USER_DELETE", ["users", "login", "User deleted", "Удаление пользователя"]],
  ["USER_BLOCKED", ["security", "user", "User blocked", "Блокировка пользователя"]],
  [
    "USER_GROUP_CHANGED",
    ["rights", "user", "Groups of a user changed", "Изменение групп пользователя"],
  ],
  ["USER_PERMISSIONS_FAIL", ["security", "user", "Access denied", "Отказ в доступе"]],
  ["GROUP_ADDED", ["rights", "group", "User group added", "Добавление группы пользователей"]],
  ["GROUP_UPDATED", ["rights", "group", "User group changed", "Изменение группы пользователей"]],
  ["GROUP_DELETED", ["rights", "group", "User group deleted", "Удаление группы пользователей"]],
  [
    "GROUP_POLICY_CHANGED",
    [
      "rights",
      "group",
      "Security policy of a group changed",
      "Изменение политики безопасности группы",
    ],
  ],
  [
    "MODULE_RIGHTS_CHANGED",
    ["rights", "group", "Module access rights changed", "Изменение прав доступа к модулю"],
  ],
  [
    "FILE_PERMISSION_CHANGED",
    ["rights", "other", "File access rights changed", "Изменение прав доступа к файлу"],
  ],
  ["TASK_CHANGED", ["rights", "other", "Access level changed", "Изменение уровня доступа"]],
  ["MP_MODULE_INSTALLED", ["apps", "other", "Marketplace module installed", "Установка модуля"]],
  ["MP_MODULE_UNINSTALLED", ["apps", "other", "Marketplace module uninstalled", "Снятие модуля"]],
  ["MP_MODULE_DELETED", ["apps", "other", "Marketplace module deleted", "Удаление модуля"]],
  ["MP_MODULE_DOWNLOADED", ["apps", "other", "Marketplace module downloaded", "Загрузка модуля"]],
  [
    "REST_OAUTH_REGISTER",
    [
      "apps",
      "other",
      "Portal registered at the auth server",
      "Регистрация портала на сервере авторизации",
    ],
  ],
  ["BACKUP_SUCCESS", ["backup", "other", "Backup made", "Резервная копия создана"]],
  ["BACKUP_ERROR", ["backup", "other", "Backup failed", "Ошибка резервного копирования"]],
  ["SITE_CHECKER_SUCCESS", ["system", "other", "Self-test passed", "Проверка сайта пройдена"]],
  ["SITE_CHECKER_ERROR", ["system", "other", "Self-test failed", "Проверка сайта нашла ошибки"]],
  [
    "SECURITY_FILTER_SQL",
    ["security", "other", "Attack stopped: SQL injection", "Остановлена атака: внедрение SQL"],
  ],
  [
    "SECURITY_FILTER_XSS",
    [
      "security",
      "other",
      "Attack stopped: script injection",
      "Остановлена атака: внедрение скрипта",
    ],
  ],
  [
    "SECURITY_FILTER_XSS2",
    [
      "security",
      "other",
      "Attack stopped: script injection",
      "Остановлена атака: внедрение скрипта",
    ],
  ],
  [
    "SECURITY_FILTER_PHP",
    ["security", "other", "Attack stopped: PHP injection", "Остановлена атака: внедрение PHP"],
  ],
  [
    "SECURITY_REDIRECT",
    ["security", "other", "Foreign redirect stopped", "Остановлено чужое перенаправление"],
  ],
  ["SECURITY_VIRUS", ["security", "other", "Suspicious code found", "Найден подозрительный код"]],
  ["SECURITY_OTP", ["security", "other", "One-time password event", "Событие одноразовых паролей"]],
  ["MESSAGE_SEND", ["messages", "user", "SMS sent", "Отправка SMS"]],
  ["MESSAGE_BLOCK", ["messages", "user", "SMS blocked", "Блокировка SMS"]],
  ...combine("content", CONTENT, BASIC),
  ...combine("files", FILES, ACTIONS),
  ...combine("forum", FORUM, FORUM_ACTIONS),
  ["LEARNING_REMOVE_ITEM", ["content", "other", "Course item removed", "Удаление из курса"]],
  [
    "CLOUDS_404",
    ["files", "other", "File missing in the cloud storage", "Нет файла в облачном хранилище"],
  ],
  ["CAT_YAND_AGENT", ["shop", "other", "Catalog export by agent", "Выгрузка каталога агентом"]],
  ["CAT_YAND_FILE", ["shop", "other", "Catalog export to a file", "Выгрузка каталога в файл"]],
  [
    "PAY_SYSTEM_ACTION_ALARM",
    ["shop", "other", "Payment system error", "Ошибка платёжной системы"],
  ],
  [
    "STAT_ACTIVITY_LIMIT",
    ["security", "other", "Activity limit exceeded", "Превышен лимит активности"],
  ],
  ["XDIMPORT_HTTP", ["system", "other", "Import over HTTP", "Импорт по HTTP"]],
  ["LOGBOOK_RECORD", ["other", "other", "Entry of a process", "Запись процесса"]],
  ["UNKNOWN", ["other", "other", "Event without a type", "Событие без типа"]],
]);

/** Families whose members the platform adds without notice. */
export const EVENT_FAMILIES: readonly (readonly [prefix: string, row: EventTypeRow])[] = [
  ["SALE_", ["shop", "other", "Shop event", "Событие магазина"]],
  ["YMARKET_", ["shop", "other", "Marketplace exchange", "Обмен с торговой площадкой"]],
  ["SECURITY_", ["security", "other", "Security event", "Событие безопасности"]],
  ["BOOKING_MODULE_EVENT_", ["system", "other", "Booking event", "Событие бронирования"]],
  ["LOCATION_MODULE_EVENT_", ["system", "other", "Location event", "Событие местоположений"]],
];
