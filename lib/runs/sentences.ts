import type { ErrorCode } from "../errors.ts";
import type { Lang, Spoken } from "./language.ts";

/** What may become of a run apart from its work. */
export const SENTENCES = {
  deadline: {
    en: "The time limit of the step was reached.",
    ru: "Время, отведённое шагу, истекло.",
    de: "Das Zeitlimit des Schritts wurde erreicht.",
  },
  silence: {
    en: "No sign of life arrived in time.",
    ru: "Внешняя система слишком долго не сообщала о себе.",
    de: "Das andere System hat sich zu lange nicht gemeldet.",
  },
  cancelled: {
    en: "The run was cancelled by an administrator.",
    ru: "Выполнение отменено администратором.",
    de: "Die Ausführung wurde von einem Administrator abgebrochen.",
  },
  removed: {
    en: "The app was removed from the portal.",
    ru: "Приложение удалено с портала.",
    de: "Die App wurde vom Portal entfernt.",
  },
  unknownStep: {
    en: "This version of the app does not have the step.",
    ru: "В этой версии приложения такого шага нет.",
    de: "Diese Version der App hat den Schritt nicht.",
  },
  unusable: {
    en: "The step gave a result that cannot be passed on.",
    ru: "Результат шага невозможно передать процессу.",
    de: "Das Ergebnis des Schritts kann nicht weitergegeben werden.",
  },
  internal: {
    en: "The step could not be finished because of an internal error.",
    ru: "Шаг не удалось завершить из-за внутренней ошибки.",
    de: "Der Schritt konnte wegen eines internen Fehlers nicht beendet werden.",
  },
} satisfies Record<string, Spoken>;

/** Its work ended the worker each time. */
export const CRASHED: Record<Lang, (times: number) => string> = {
  en: (times) => `The step ended its process ${times} times and was given up.`,
  ru: (times) => `Из-за шага сервер прервал работу, число попыток: ${times}. Больше их не будет.`,
  de: (times) => `Der Schritt hat seinen Prozess ${times}-mal beendet und wurde aufgegeben.`,
};

/** Stands in the process's log where lines are missing. */
export const LEFT_OUT: Record<Lang, (lines: number) => string> = {
  en: (lines) => `… ${lines} lines left out`,
  ru: (lines) => `… пропущено строк: ${lines}`,
  de: (lines) => `… ${lines} Zeilen ausgelassen`,
};

const INVALID = {
  ru: "Шаг получил данные, с которыми нельзя работать.",
  de: "Der Schritt hat Angaben erhalten, mit denen er nicht arbeiten kann.",
};
const NO_RIGHT = {
  ru: "На это нет прав.",
  de: "Dafür fehlen die Rechte.",
};
const MISSING = {
  ru: "Того, что нужно шагу, больше нет.",
  de: "Was der Schritt braucht, gibt es nicht mehr.",
};
const OVER = {
  ru: "Выполнение уже завершено.",
  de: "Die Ausführung ist bereits beendet.",
};
const BUSY = {
  ru: "Сейчас это невозможно: слишком много обращений.",
  de: "Im Moment nicht möglich: es sind zu viele Anfragen.",
};
const NOT_NOW = {
  ru: "То, что нужно шагу, сейчас недоступно.",
  de: "Was der Schritt braucht, ist im Moment nicht erreichbar.",
};
const NO_ACCESS = {
  ru: "Приложение потеряло доступ к порталу: администратору нужно один раз открыть приложение.",
  de: "Die App hat keinen Zugang mehr zum Portal: ein Administrator muss sie einmal öffnen.",
};
const PORTAL_REFUSED = {
  ru: "Портал отказал в запросе приложения.",
  de: "Das Portal hat die Anfrage der App abgelehnt.",
};
const PORTAL_AWAY = {
  ru: "Портал сейчас не отвечает.",
  de: "Das Portal antwortet im Moment nicht.",
};
const PORTAL_LIMIT = {
  ru: "Портал ограничил число запросов приложения.",
  de: "Das Portal hat die Anfragen der App begrenzt.",
};
const AUTH_SERVER = {
  ru: "Сервер авторизации не подтвердил доступ приложения.",
  de: "Der Autorisierungsserver hat den Zugang der App nicht bestätigt.",
};
const SET_UP = {
  ru: "Приложение настроено с ошибкой: её должен исправить тот, кто его обслуживает.",
  de: "Die App ist falsch eingerichtet: wer sie betreibt, muss das ändern.",
};

/** Errors that do not bring their own words in these languages; in English an error speaks for itself. */
export const FAILURES: Record<ErrorCode, Omit<Spoken, "en">> = {
  invalid_input: INVALID,
  unauthorized: NO_RIGHT,
  token_expired: NO_RIGHT,
  forbidden: NO_RIGHT,
  not_found: MISSING,
  conflict: {
    ru: "В то же время это изменил кто-то другой.",
    de: "Jemand anderes hat das im selben Moment geändert.",
  },
  run_not_found: MISSING,
  run_settled: OVER,
  idempotency_key_reused: INVALID,
  idempotency_in_progress: BUSY,
  invalid_output: INVALID,
  payload_too_large: {
    ru: "Данных больше, чем можно передать.",
    de: "Es sind mehr Daten, als übertragen werden können.",
  },
  unsupported_media_type: INVALID,
  too_many_requests: BUSY,
  unavailable: NOT_NOW,
  internal: SENTENCES.internal,
  config_invalid: SET_UP,
  address_refused: {
    ru: "Адрес не из тех, к которым приложению можно обращаться.",
    de: "Diese Adresse darf die App nicht aufrufen.",
  },
  auth_server_refused: AUTH_SERVER,
  auth_server_unavailable: AUTH_SERVER,
  auth_lost: NO_ACCESS,
  portal_token_expired: NO_ACCESS,
  portal_removed: SENTENCES.removed,
  portal_payment_required: {
    ru: "Подписка на приложение на этом портале закончилась.",
    de: "Das Abonnement der App auf diesem Portal ist abgelaufen.",
  },
  portal_user_lost: NO_ACCESS,
  portal_forbidden: PORTAL_REFUSED,
  portal_scope_missing: PORTAL_REFUSED,
  portal_method_missing: PORTAL_REFUSED,
  portal_not_found: MISSING,
  portal_bad_request: PORTAL_REFUSED,
  portal_rate_limited: PORTAL_LIMIT,
  portal_operation_limited: PORTAL_LIMIT,
  portal_overloaded: PORTAL_LIMIT,
  portal_moved: PORTAL_AWAY,
  portal_unavailable: PORTAL_AWAY,
  portal_token_refused: PORTAL_REFUSED,
  portal_workflow_gone: {
    ru: "Процесса на портале больше нет.",
    de: "Den Prozess gibt es im Portal nicht mehr.",
  },
};
