import { returnProperties as searchReturns } from "../search/returns.ts";
import type { StepProperty } from "../step.ts";

export const DEFAULT_MINUTES = 1_440;
export const MAX_MINUTES = 525_600;

export const properties: StepProperty[] = [
  {
    key: "query",
    type: "string",
    input: "query",
    name: { en: "Query", ru: "Запрос", de: "Abfrage" },
    description: {
      en: "In the language of the log page, for example type:USER_LOGIN user:7 -ip:private",
      ru: "На языке страницы журнала, например type:USER_LOGIN user:7 -ip:private",
      de: "In der Sprache der Protokollseite, zum Beispiel type:USER_LOGIN user:7 -ip:private",
    },
    isRequired: true,
  },
  {
    key: "wait_for",
    type: "int",
    input: "minutes",
    name: {
      en: "Wait at most (minutes)",
      ru: "Ждать не дольше (минут)",
      de: "Höchstens warten (Minuten)",
    },
    description: {
      en: `From the call of the step on, at most ${MAX_MINUTES}; then the status is timeout`,
      ru: `С момента вызова шага, не больше ${MAX_MINUTES}; потом статус timeout`,
      de: `Ab dem Aufruf des Schritts, höchstens ${MAX_MINUTES}; danach ist der Status timeout`,
    },
    default: String(DEFAULT_MINUTES),
  },
];

export const returnProperties: StepProperty[] = [
  ...searchReturns,
  {
    key: "waited",
    type: "int",
    name: { en: "Waited (seconds)", ru: "Ожидание (секунд)", de: "Gewartet (Sekunden)" },
    description: {
      en: "From the call of the step to the entry or to the end of the time",
      ru: "От вызова шага до записи или до конца времени",
      de: "Vom Aufruf des Schritts bis zum Eintrag oder zum Ende der Zeit",
    },
  },
];
