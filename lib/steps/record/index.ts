import type { StepDescriptor } from "../step.ts";
import { properties } from "./declaration.ts";
import { describeRecord } from "./describe.ts";
import { parseRecordProperties, type RecordProperties } from "./properties.ts";
import { recordEntry } from "./work.ts";

export const recordStep: StepDescriptor<RecordProperties> = {
  code: "logbook_record",
  robotCode: "logbook_record_robot",
  name: {
    en: "Logbook: write an entry",
    ru: "Журнал: сделать запись",
    de: "Logbook: Eintrag schreiben",
  },
  description: {
    en: "Writes an entry of the process beside those of the portal's event log; the process does not wait",
    ru: "Делает запись процесса рядом с записями журнала событий портала; процесс не ждёт",
    de: "Schreibt einen Eintrag des Prozesses neben die des Ereignisprotokolls; der Prozess wartet nicht",
  },
  isWaiting: false,
  isActing: true,
  properties,
  returnProperties: [],
  parseProperties: parseRecordProperties,
  summary: describeRecord,
  work: recordEntry,
};
