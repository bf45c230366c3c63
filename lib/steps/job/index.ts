import type { StepDescriptor } from "../step.ts";
import { properties, returnProperties } from "./declaration.ts";
import { describeJob } from "./describe.ts";
import { jobSeconds, parseJobProperties, type JobProperties } from "./properties.ts";
import { runOutsideJob } from "./work.ts";

export const jobStep: StepDescriptor<JobProperties> = {
  code: "logbook_job",
  robotCode: "logbook_job_robot",
  name: {
    en: "Logbook: run an outside job",
    ru: "Журнал: выполнить внешнее задание",
    de: "Logbook: externen Auftrag ausführen",
  },
  description: {
    en: "Hands work to another system by a signed request and continues with its result",
    ru: "Передаёт работу другой системе подписанным запросом и продолжает с её результатом",
    de: "Übergibt Arbeit mit einer signierten Anfrage an ein anderes System und geht mit dessen Ergebnis weiter",
  },
  isWaiting: true,
  isActing: true,
  properties,
  returnProperties,
  limitSeconds: jobSeconds,
  parseProperties: parseJobProperties,
  summary: describeJob,
  work: runOutsideJob,
};
