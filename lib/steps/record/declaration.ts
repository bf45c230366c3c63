import { SEVERITIES } from "../../archive/index.ts";
import type { StepProperty } from "../step.ts";

export const DEFAULT_SEVERITY = "INFO";
export const MAX_TITLE = 255;
export const MAX_TEXT = 10_000;
export const MAX_EXTRA = 20_000;

export const properties: StepProperty[] = [
  {
    key: "title",
    type: "string",
    name: { en: "Title", ru: "Заголовок", de: "Titel" },
    description: {
      en: `What happened, in one line of at most ${MAX_TITLE} characters`,
      ru: `Что произошло, одной строкой не длиннее ${MAX_TITLE} символов`,
      de: `Was geschehen ist, in einer Zeile mit höchstens ${MAX_TITLE} Zeichen`,
    },
    isRequired: true,
  },
  {
    key: "severity",
    type: "select",
    input: "severities",
    name: { en: "Severity", ru: "Срочность", de: "Schweregrad" },
    description: {
      en: "How important it is, as in the portal's own entries",
      ru: "Насколько это важно, как у записей самого портала",
      de: "Wie wichtig es ist, wie bei den Einträgen des Portals",
    },
    options: Object.fromEntries(SEVERITIES.map((name) => [name, { en: name, ru: name, de: name }])),
    default: DEFAULT_SEVERITY,
  },
  {
    key: "text",
    type: "text",
    name: { en: "Text", ru: "Текст", de: "Text" },
    description: {
      en: "Details, with fields of the document; passwords and tokens in it are masked",
      ru: "Подробности, с полями документа; пароли и токены в нём скрываются",
      de: "Einzelheiten mit Feldern des Dokuments; Kennwörter und Tokens darin werden verdeckt",
    },
  },
  {
    key: "user",
    type: "user",
    name: { en: "User", ru: "Пользователь", de: "Benutzer" },
    description: {
      en: "Whose action it was; empty means nobody's",
      ru: "Чьё это действие; пусто — ничьё",
      de: "Wessen Handlung es war; leer bedeutet niemandes",
    },
  },
  {
    key: "extra_json",
    type: "text",
    input: "json",
    name: {
      en: "Further data (JSON)",
      ru: "Дополнительные данные (JSON)",
      de: "Weitere Daten (JSON)",
    },
    description: {
      en: 'Found as json.extra.… in queries, for example {"order": 777}',
      ru: 'В запросах это json.extra.…, например {"order": 777}',
      de: 'In Abfragen als json.extra.… zu finden, zum Beispiel {"order": 777}',
    },
  },
];
