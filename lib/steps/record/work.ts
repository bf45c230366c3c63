import { appendEntries, loadMasks, maskEntry, type EntryInput } from "../../archive/index.ts";
import { internal } from "../../errors.ts";
import { isCallProven } from "../../portals/index.ts";
import type { StepContext, StepResult } from "../../runs/index.ts";
import { portalLanguage } from "../portal-facts.ts";
import { faultText } from "../fault-text.ts";
import { timeOfCall } from "../time-of-call.ts";
import type { Lang, Texts } from "../step.ts";
import { properties } from "./declaration.ts";
import { parseRecordProperties, type RecordProperties } from "./properties.ts";

/** Type of the entries that processes write. */
const TYPE = "LOGBOOK_RECORD";
const MODULE = "logbook";
const OWN = { epoch: 0, source: 1 } as const;

/** Appends one entry of the process to the archive, once however often it is tried. */
export async function recordEntry(step: StepContext): Promise<StepResult> {
  const lang = await portalLanguage(step.ctx);
  const { entrySeq } = step.run;
  if (entrySeq !== null) return written(entrySeq, lang);
  const parsed = parseRecordProperties(step.run.properties);
  if (!parsed.ok) return failure(faultText(properties, parsed.fault, lang));
  const accessToken = step.accessToken();
  if (accessToken === null || !(await isCallProven(step.ctx, { accessToken }))) {
    return failure(UNPROVEN[lang]);
  }
  const entry = maskEntry(toEntry(step, parsed.value), await loadMasks(step.ctx));
  const { firstSeq } = await appendEntries(step.ctx, {
    ...OWN,
    rows: [entry],
    also: async (tx, appended) => {
      if (appended.firstSeq !== null) await step.noteEntry(tx, appended.firstSeq);
    },
  });
  if (firstSeq === null) throw internal("An entry was stored without a number.");
  return written(firstSeq, lang);
}

function toEntry({ run }: StepContext, given: RecordProperties): EntryInput {
  const { title, severity, text, userId, extra } = given;
  return {
    nativeId: null,
    timestampX: `${timeOfCall(run).toISOString().slice(0, 19)}+00:00`,
    severity,
    auditTypeId: TYPE,
    moduleId: MODULE,
    itemId: run.documentId[2] ?? "",
    remoteAddr: "",
    userAgent: null,
    requestUri: "",
    siteId: null,
    userId,
    guestId: null,
    description: JSON.stringify({
      title,
      ...(text !== "" && { text }),
      ...(extra !== undefined && { extra }),
      document: run.documentId,
      workflowId: run.workflowId,
      runId: run.id,
    }),
  };
}

const UNPROVEN: Texts = {
  en: "unproven: the call did not bring the access of an administrator or of the user the step is registered for, so nothing was written.",
  ru: "unproven: вызов пришёл без доступа администратора или пользователя, для которого зарегистрирован шаг, поэтому ничего не записано.",
};

function written(seq: bigint, lang: Lang): StepResult {
  const message = lang === "ru" ? `Сделана запись № ${seq}.` : `Written as entry ${seq}.`;
  return { outcome: "success", message, values: {} };
}

function failure(message: string): StepResult {
  return { outcome: "failure", message, values: {} };
}
