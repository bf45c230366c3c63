import type { StepDescriptor } from "../step.ts";
import { properties, returnProperties } from "./declaration.ts";
import { describeWait } from "./describe.ts";
import { parseWaitProperties, waitSeconds, type WaitProperties } from "./properties.ts";
import { waitForEntry } from "./work.ts";

export const waitStep: StepDescriptor<WaitProperties> = {
  code: "logbook_wait",
  robotCode: "logbook_wait_robot",
  name: {
    en: "Logbook: wait for an event",
    ru: "Журнал: ждать события",
    de: "Logbook: auf ein Ereignis warten",
  },
  description: {
    en: "Pauses the process until an entry that fits the query is written to the portal's event log, or the time is up",
    ru: "Останавливает процесс, пока в журнале событий портала не появится подходящая запись или не выйдет время",
    de: "Hält den Prozess an, bis ein passender Eintrag im Ereignisprotokoll steht oder die Zeit um ist",
  },
  isWaiting: true,
  isActing: false,
  properties,
  returnProperties,
  limitSeconds: waitSeconds,
  parseProperties: parseWaitProperties,
  summary: describeWait,
  work: waitForEntry,
};
