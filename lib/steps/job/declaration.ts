import type { StepProperty } from "../step.ts";

export const DEFAULT_MINUTES = 1_440;
export const MAX_MINUTES = 525_600;
export const MAX_PAYLOAD = 100_000;

export const properties: StepProperty[] = [
  {
    key: "connection",
    type: "string",
    input: "connection",
    name: { en: "Connection", ru: "Подключение", de: "Verbindung" },
    description: {
      en: "Name of a connection from the app's settings",
      ru: "Название подключения из настроек приложения",
      de: "Name einer Verbindung aus den Einstellungen der App",
    },
    isRequired: true,
  },
  {
    key: "payload",
    type: "text",
    name: { en: "Payload", ru: "Данные", de: "Daten" },
    description: {
      en: 'What the outside system gets, with fields of the document; JSON or text, for example {"order": 777}',
      ru: 'Что получит внешняя система, с полями документа; JSON или текст, например {"order": 777}',
      de: 'Was das andere System erhält, mit Feldern des Dokuments; JSON oder Text, zum Beispiel {"order": 777}',
    },
  },
  {
    key: "wait",
    type: "bool",
    name: {
      en: "Wait for the result",
      ru: "Ждать результата",
      de: "Auf das Ergebnis warten",
    },
    description: {
      en: "No: the step ends as soon as the outside system has accepted the request",
      ru: "Нет: шаг завершается, как только внешняя система приняла запрос",
      de: "Nein: der Schritt endet, sobald das andere System die Anfrage angenommen hat",
    },
    default: "Y",
  },
  {
    key: "time_limit",
    type: "int",
    input: "minutes",
    name: { en: "Time limit (minutes)", ru: "Предел времени (минут)", de: "Zeitlimit (Minuten)" },
    description: {
      en: `From the call of the step on, at most ${MAX_MINUTES}; then the status is timeout`,
      ru: `С момента вызова шага, не больше ${MAX_MINUTES}; потом статус timeout`,
      de: `Ab dem Aufruf des Schritts, höchstens ${MAX_MINUTES}; danach ist der Status timeout`,
    },
    default: String(DEFAULT_MINUTES),
  },
  {
    key: "heartbeat_limit",
    type: "int",
    input: "minutes",
    onlyWith: { key: "wait", value: "Y" },
    name: {
      en: "Silence limit (minutes)",
      ru: "Предел молчания (минут)",
      de: "Limit ohne Lebenszeichen (Minuten)",
    },
    description: {
      en: "After so long without a report the status is timeout; empty means no such limit",
      ru: "После такого времени без сообщений статус timeout; пусто — без предела",
      de: "So lange ohne Meldung, dann ist der Status timeout; leer bedeutet ohne Limit",
    },
  },
];

export const returnProperties: StepProperty[] = [
  {
    key: "status",
    type: "string",
    name: { en: "Status", ru: "Статус", de: "Status" },
    description: {
      en: "ok, error, timeout or cancelled",
      ru: "ok, error, timeout или cancelled",
      de: "ok, error, timeout oder cancelled",
    },
  },
  {
    key: "message",
    type: "text",
    name: { en: "Message", ru: "Сообщение", de: "Meldung" },
    description: {
      en: "What the outside system said at the end, or the error in a sentence",
      ru: "Что внешняя система сообщила в конце, или ошибка одним предложением",
      de: "Was das andere System am Ende gemeldet hat, oder der Fehler in einem Satz",
    },
  },
  {
    key: "result",
    type: "text",
    name: { en: "Result", ru: "Результат", de: "Ergebnis" },
    description: {
      en: "Text that the outside system gave",
      ru: "Текст, который передала внешняя система",
      de: "Text, den das andere System übergeben hat",
    },
  },
  {
    key: "result_json",
    type: "text",
    name: { en: "Result (JSON)", ru: "Результат (JSON)", de: "Ergebnis (JSON)" },
    description: {
      en: "Data that the outside system gave, as JSON",
      ru: "Данные, которые передала внешняя система, в виде JSON",
      de: "Daten, die das andere System übergeben hat, als JSON",
    },
  },
  {
    key: "duration",
    type: "int",
    name: { en: "Duration (seconds)", ru: "Длительность (секунд)", de: "Dauer (Sekunden)" },
    description: {
      en: "From the call of the step to its end",
      ru: "От вызова шага до его завершения",
      de: "Vom Aufruf des Schritts bis zu seinem Ende",
    },
  },
];
