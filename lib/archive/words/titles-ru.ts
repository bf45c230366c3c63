import { joined } from "./joined-titles.ts";

const CONTENT = {
  IBLOCK: "Список",
  IBLOCK_SECTION: "Раздел списка",
  IBLOCK_ELEMENT: "Элемент списка",
};

const FILES = {
  PAGE: "Страница",
  MENU: "Меню",
  FILE: "Файл",
  SECTION: "Папка",
};

const FORUM = {
  FORUM_MESSAGE: "Сообщение форума",
  FORUM_TOPIC: "Тема форума",
};

// The action is a noun after a colon: the gender of the object then does not matter.
const BASIC = {
  ADD: "добавление",
  EDIT: "изменение",
  DELETE: "удаление",
};
const ACTIONS = {
  ...BASIC,
  MOVE: "перемещение",
  COPY: "копирование",
  RENAME: "переименование",
};
const FORUM_ACTIONS = {
  ...ACTIONS,
  APPROVE: "одобрение",
  UNAPPROVE: "скрытие",
  OPEN: "открытие",
  CLOSE: "закрытие",
  STICK: "закрепление",
  UNSTICK: "открепление",
};

export const RUSSIAN_TITLES: Record<string, string> = {
  USER_AUTHORIZE: "Вход",
  USER_LOGIN: "Неудачный вход",
  USER_LOGIN_INCORRECT_CAPTCHA: "Неудачный вход: неверная капча",
  USER_LOGIN_BLOCKED: "Неудачный вход: пользователь заблокирован",
  USER_LOGIN_NOT_FOUND: "Неудачный вход: нет такого пользователя",
  USER_LOGINBYHASH: "Неудачный вход по сохранённой сессии",
  USER_LOGOUT: "Выход",
  USER_REGISTER: "Регистрация пользователя",
  USER_REGISTER_FAIL: "Отказ в регистрации",
  USER_INFO: "Запрос смены пароля",
  USER_PASSWORD_CHANGED: "Смена пароля",
  USER_EDIT: "Изменение пользователя",
  USER_DELETE: "Удаление пользователя",
  USER_BLOCKED: "Блокировка пользователя",
  USER_GROUP_CHANGED: "Изменение групп пользователя",
  USER_PERMISSIONS_FAIL: "Отказ в доступе",
  GROUP_ADDED: "Добавление группы пользователей",
  GROUP_UPDATED: "Изменение группы пользователей",
  GROUP_DELETED: "Удаление группы пользователей",
  GROUP_POLICY_CHANGED: "Изменение политики безопасности группы",
  MODULE_RIGHTS_CHANGED: "Изменение прав доступа к модулю",
  FILE_PERMISSION_CHANGED: "Изменение прав доступа к файлу",
  TASK_CHANGED: "Изменение уровня доступа",
  MP_MODULE_INSTALLED: "Установка модуля",
  MP_MODULE_UNINSTALLED: "Снятие модуля",
  MP_MODULE_DELETED: "Удаление модуля",
  MP_MODULE_DOWNLOADED: "Загрузка модуля",
  REST_OAUTH_REGISTER: "Регистрация портала на сервере авторизации",
  BACKUP_SUCCESS: "Резервная копия создана",
  BACKUP_ERROR: "Ошибка резервного копирования",
  SITE_CHECKER_SUCCESS: "Проверка сайта пройдена",
  SITE_CHECKER_ERROR: "Проверка сайта нашла ошибки",
  SECURITY_FILTER_SQL: "Остановлена атака: внедрение SQL",
  SECURITY_FILTER_XSS: "Остановлена атака: внедрение скрипта",
  SECURITY_FILTER_XSS2: "Остановлена атака: внедрение скрипта",
  SECURITY_FILTER_PHP: "Остановлена атака: внедрение PHP",
  SECURITY_REDIRECT: "Остановлено чужое перенаправление",
  SECURITY_VIRUS: "Найден подозрительный код",
  SECURITY_OTP: "Событие одноразовых паролей",
  MESSAGE_SEND: "Отправка SMS",
  MESSAGE_BLOCK: "Блокировка SMS",
  ...joined(CONTENT, BASIC, ": "),
  ...joined(FILES, ACTIONS, ": "),
  ...joined(FORUM, FORUM_ACTIONS, ": "),
  LEARNING_REMOVE_ITEM: "Удаление из курса",
  CLOUDS_404: "Нет файла в облачном хранилище",
  CAT_YAND_AGENT: "Выгрузка каталога агентом",
  CAT_YAND_FILE: "Выгрузка каталога в файл",
  PAY_SYSTEM_ACTION_ALARM: "Ошибка платёжной системы",
  STAT_ACTIVITY_LIMIT: "Превышен лимит активности",
  XDIMPORT_HTTP: "Импорт по HTTP",
  LOGBOOK_RECORD: "Запись процесса",
  UNKNOWN: "Событие без типа",
};

export const RUSSIAN_FAMILIES: Record<string, string> = {
  SALE_: "Событие магазина",
  YMARKET_: "Обмен с торговой площадкой",
  SECURITY_: "Событие безопасности",
  BOOKING_MODULE_EVENT_: "Событие бронирования",
  LOCATION_MODULE_EVENT_: "Событие местоположений",
};
