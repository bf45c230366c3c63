import { randomBytes } from "node:crypto";
import { hashSecret, seal, withTx } from "../../db/index.ts";
import { isCallProven } from "../../portals/index.ts";
import { enqueue } from "../../queue/index.ts";
import type { StepContext, StepResult } from "../../runs/index.ts";
import { faultText } from "../fault-text.ts";
import { portalLanguage } from "../portal-facts.ts";
import { shown } from "../property-reader.ts";
import type { Lang, Texts } from "../step.ts";
import { findConnection } from "./connections/find.ts";
import { properties } from "./declaration.ts";
import { toJobPayload } from "./delivery/enqueue.ts";
import { parseJobProperties, type JobProperties } from "./properties.ts";
import { RUN_SECRET_PREFIX, RUN_SECRET_PURPOSE } from "./run-secret.ts";

/** Notes the job and its first delivery, and leaves the run to the outside system's reports. */
export async function runOutsideJob(step: StepContext): Promise<StepResult | "waiting"> {
  const { ctx, run } = step;
  const lang = await portalLanguage(ctx);
  const parsed = parseJobProperties(run.properties);
  if (!parsed.ok) return failure(faultText(properties, parsed.fault, lang));
  const isKnown = await ctx.db.stepJob.count({ where: { portalId: ctx.portalId, runId: run.id } });
  if (isKnown > 0) return "waiting";
  const accessToken = step.accessToken();
  if (accessToken === null || !(await isCallProven(ctx, { accessToken }))) {
    return failure(UNPROVEN[lang]);
  }
  const { connection, known } = await findConnection(ctx, parsed.value.connection);
  if (connection === null) return failure(unknownText(parsed.value.connection, known, lang));
  await step.progress({ message: sendingText(connection.name, lang) });
  await park(step, { connection, lang, given: parsed.value });
  return "waiting";
}

interface ParkInput {
  connection: { id: string; name: string };
  lang: Lang;
  given: JobProperties;
}

// The job and its delivery are one transaction: an attempt that comes after a crash finds both or neither.
async function park({ ctx, run }: StepContext, { connection, lang, given }: ParkInput) {
  const token = `${RUN_SECRET_PREFIX}${randomBytes(32).toString("base64url")}`;
  const key = { portalId: ctx.portalId, runId: run.id, calledAt: run.calledAt };
  const minutes = given.heartbeatMinutes;
  const job = {
    ...key,
    connectionId: connection.id,
    connectionName: connection.name,
    waits: given.waits,
    heartbeatSeconds: minutes === null ? null : minutes * 60,
    lang,
    tokenHash: hashSecret(token),
    tokenSealed: seal(token, RUN_SECRET_PURPOSE),
  };
  await withTx(ctx.db, async (tx) => {
    const { count } = await tx.stepJob.createMany({ data: [job], skipDuplicates: true });
    if (count === 0) return;
    const payload = toJobPayload(key, "run");
    await enqueue(tx, "job.send", payload, { group: connection.id });
  });
}

const UNPROVEN: Texts = {
  en: "unproven: the call did not bring the access of an administrator or of the user the step is registered for, so nothing was sent.",
  ru: "unproven: вызов пришёл без доступа администратора или пользователя, для которого зарегистрирован шаг, поэтому ничего не отправлено.",
};

function unknownText(name: string, known: number, lang: Lang): string {
  return lang === "ru"
    ? `Подключения «${shown(name)}» нет; в настройках приложения подключений: ${known}.`
    : `There is no connection “${shown(name)}”; the app's settings have ${known}.`;
}

function sendingText(name: string, lang: Lang): string {
  return lang === "ru" ? `Задание передаётся: ${name}` : `Handing the job to ${name}`;
}

function failure(message: string): StepResult {
  return { outcome: "failure", message, values: {} };
}
