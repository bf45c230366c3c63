import type { StepDescriptor } from "../step.ts";
import { properties } from "./declaration.ts";
import { describeSearch } from "./describe.ts";
import { parseSearchProperties, type SearchProperties } from "./properties.ts";
import { returnProperties } from "./returns.ts";
import { searchLog } from "./work.ts";

export const searchStep: StepDescriptor<SearchProperties> = {
  code: "logbook_search",
  robotCode: "logbook_search_robot",
  name: {
    en: "Logbook: search the event log",
    ru: "Журнал: поиск в журнале событий",
    de: "Logbook: Ereignisprotokoll durchsuchen",
  },
  description: {
    en: "Finds entries of the portal's event log and hands them to the process",
    ru: "Находит записи журнала событий портала и передаёт их процессу",
    de: "Findet Einträge des Ereignisprotokolls und übergibt sie dem Prozess",
  },
  isWaiting: true,
  isActing: false,
  properties,
  returnProperties,
  parseProperties: parseSearchProperties,
  summary: describeSearch,
  work: searchLog,
};
