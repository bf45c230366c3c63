import { SEVERITIES } from "../../archive/index.ts";
import type { StepProperty, Titles } from "../step.ts";

export const PERIODS = {
  hour: { en: "Last hour", ru: "Последний час", de: "Letzte Stunde" },
  day: { en: "Last 24 hours", ru: "Последние 24 часа", de: "Letzte 24 Stunden" },
  week: { en: "Last 7 days", ru: "Последние 7 дней", de: "Letzte 7 Tage" },
  custom: { en: "From and to, see below", ru: "От и до, см. ниже", de: "Von und bis, siehe unten" },
} satisfies Record<string, Titles>;
export type Period = keyof typeof PERIODS;

export const DEFAULT_PERIOD: Period = "day";
export const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1_000;

const TIME_FORMS: Titles = {
  en: "For the period “from and to”: 2026-09-01T14:00:00+02:00, 01.09.2026 14:00:00 or 09/01/2026 02:00:00 pm; without an offset in the portal's time; a date alone means the whole day",
  ru: "Для периода «от и до»: 2026-09-01T14:00:00+02:00, 01.09.2026 14:00:00 или 09/01/2026 02:00:00 pm; без смещения — по времени портала; дата без времени означает весь день",
  de: "Für den Zeitraum „von und bis“: 2026-09-01T14:00:00+02:00, 01.09.2026 14:00:00 oder 09/01/2026 02:00:00 pm; ohne Versatz in der Zeit des Portals; ein Datum allein bedeutet den ganzen Tag",
};

export const properties: StepProperty[] = [
  {
    key: "period",
    type: "select",
    name: { en: "Period", ru: "Период", de: "Zeitraum" },
    description: {
      en: "Which entries are searched, counted back from the call of the step",
      ru: "Какие записи ищутся, назад от вызова шага",
      de: "Welche Einträge durchsucht werden, zurück vom Aufruf des Schritts",
    },
    options: PERIODS,
    default: DEFAULT_PERIOD,
  },
  {
    key: "from",
    type: "string",
    input: "moment",
    onlyWith: { key: "period", value: "custom" },
    name: { en: "From", ru: "От", de: "Von" },
    description: TIME_FORMS,
  },
  {
    key: "to",
    type: "string",
    input: "moment",
    onlyWith: { key: "period", value: "custom" },
    name: { en: "To", ru: "До", de: "Bis" },
    description: TIME_FORMS,
  },
  {
    key: "event_types",
    type: "string",
    input: "event-types",
    isMultiple: true,
    name: { en: "Event types", ru: "Типы событий", de: "Ereignistypen" },
    description: {
      en: "Codes as in the event log, for example USER_LOGIN; empty means all",
      ru: "Коды как в журнале событий, например USER_LOGIN; пусто — все",
      de: "Codes wie im Ereignisprotokoll, zum Beispiel USER_LOGIN; leer bedeutet alle",
    },
  },
  {
    key: "users",
    type: "user",
    isMultiple: true,
    name: { en: "Users", ru: "Пользователи", de: "Benutzer" },
    description: {
      en: "Who acted; empty means anyone",
      ru: "Кто действовал; пусто — любой",
      de: "Wer gehandelt hat; leer bedeutet alle",
    },
  },
  {
    key: "severities",
    type: "select",
    input: "severities",
    isMultiple: true,
    name: { en: "Severities", ru: "Срочность", de: "Schweregrade" },
    description: {
      en: "How important the entries are; empty means all",
      ru: "Насколько записи важны; пусто — все",
      de: "Wie wichtig die Einträge sind; leer bedeutet alle",
    },
    options: Object.fromEntries(SEVERITIES.map((name) => [name, { en: name, ru: name, de: name }])),
  },
  {
    key: "text",
    type: "string",
    name: { en: "Text", ru: "Текст", de: "Text" },
    description: {
      en: "Words from the description, address, user agent, object, type, module or the user's name",
      ru: "Слова из описания, адреса, user agent, объекта, типа, модуля или имени пользователя",
      de: "Wörter aus Beschreibung, Adresse, User-Agent, Objekt, Typ, Modul oder Benutzername",
    },
  },
  {
    key: "query",
    type: "string",
    input: "query",
    name: { en: "Query", ru: "Запрос", de: "Abfrage" },
    description: {
      en: "In the language of the log page, for example type:USER_* -ip:private; all other properties narrow it further",
      ru: "На языке страницы журнала, например type:USER_* -ip:private; остальные свойства сужают его дальше",
      de: "In der Sprache der Protokollseite, zum Beispiel type:USER_* -ip:private; alle anderen Angaben grenzen sie weiter ein",
    },
  },
  {
    key: "limit",
    type: "int",
    name: { en: "Entries to return", ru: "Сколько записей вернуть", de: "Anzahl der Einträge" },
    description: {
      en: `Numbers of the newest entries that match, at most ${MAX_LIMIT}; all are counted`,
      ru: `Номера самых новых подходящих записей, не больше ${MAX_LIMIT}; считаются все`,
      de: `Nummern der neuesten passenden Einträge, höchstens ${MAX_LIMIT}; gezählt werden alle`,
    },
    default: String(DEFAULT_LIMIT),
  },
];
