import type { StepProperty } from "../step.ts";

const TIME = {
  en: "With the portal's offset, for example 2026-09-01T14:00:00+02:00; empty when nothing was found",
  ru: "Со смещением портала, например 2026-09-01T14:00:00+02:00; пусто, если ничего не найдено",
  de: "Mit dem Versatz des Portals, zum Beispiel 2026-09-01T14:00:00+02:00; leer, wenn nichts gefunden wurde",
};

export const returnProperties: StepProperty[] = [
  {
    key: "status",
    type: "string",
    name: { en: "Status", ru: "Статус", de: "Status" },
    description: {
      en: "ok, error, timeout, cancelled",
      ru: "ok, error, timeout, cancelled",
      de: "ok, error, timeout, cancelled",
    },
  },
  {
    key: "message",
    type: "string",
    name: { en: "Message", ru: "Сообщение", de: "Meldung" },
    description: {
      en: "The result or the error in a sentence",
      ru: "Результат или ошибка одним предложением",
      de: "Das Ergebnis oder der Fehler in einem Satz",
    },
  },
  {
    key: "found",
    type: "bool",
    name: { en: "Something found", ru: "Что-то найдено", de: "Etwas gefunden" },
    description: {
      en: "Yes when at least one entry fits",
      ru: "Да, если подходит хотя бы одна запись",
      de: "Ja, wenn mindestens ein Eintrag passt",
    },
  },
  {
    key: "count",
    type: "int",
    name: { en: "Number of entries", ru: "Количество записей", de: "Anzahl der Treffer" },
    description: {
      en: "All entries that fit, also those beyond the limit",
      ru: "Все подходящие записи, также сверх предела",
      de: "Alle passenden Einträge, auch über die Höchstzahl hinaus",
    },
  },
  {
    key: "entry_ids",
    type: "int",
    isMultiple: true,
    name: { en: "Numbers of entries", ru: "Номера записей", de: "Nummern der Einträge" },
    description: {
      en: "Newest first, as the log page shows them",
      ru: "Сначала новые, как на странице журнала",
      de: "Die neuesten zuerst, wie auf der Protokollseite",
    },
  },
  {
    key: "first_at",
    type: "string",
    name: { en: "Time of the first", ru: "Время первой", de: "Zeit des ersten" },
    description: TIME,
  },
  {
    key: "last_at",
    type: "string",
    name: { en: "Time of the last", ru: "Время последней", de: "Zeit des letzten" },
    description: TIME,
  },
  {
    key: "summary",
    type: "text",
    name: { en: "Summary", ru: "Итог", de: "Zusammenfassung" },
    description: {
      en: "The newest entries in words, for a message to people",
      ru: "Новые записи словами, для сообщения людям",
      de: "Die neuesten Einträge in Worten, für eine Nachricht an Menschen",
    },
  },
  {
    key: "link",
    type: "string",
    name: { en: "Link", ru: "Ссылка", de: "Link" },
    description: {
      en: "Opens the entry that was found, or the log as it was searched",
      ru: "Открывает найденную запись или журнал с этим поиском",
      de: "Öffnet den gefundenen Eintrag oder das Protokoll mit dieser Suche",
    },
  },
];
