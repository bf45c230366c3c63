import { z } from "zod";

const text = z.string();
const orNull = <T extends z.ZodType>(schema: T) => schema.nullable();
const moment = text.meta({ format: "date-time" });
const maybeMoment = orNull(moment);
const percent = orNull(z.number());

const Run = z
  .object({
    ...{ id: text, stepCode: text, registeredCode: text, workflowId: text },
    ...{ documentId: z.array(text), documentType: z.array(text) },
    state: z.enum(["received", "running", "settled", "delivered", "undeliverable"]),
    outcome: orNull(z.enum(["success", "failure", "timeout", "cancelled"])),
    ...{ outcomeMessage: orNull(text), isWaiting: z.boolean(), percent, lastLine: orNull(text) },
    ...{ receivedAt: moment, startedAt: maybeMoment, settledAt: maybeMoment },
    ...{ deliveredAt: maybeMoment, deadlineAt: moment },
  })
  .meta({ id: "Run" });

export const RunPage = z
  .object({ items: z.array(Run), nextCursor: orNull(text) })
  .meta({ id: "RunPage" });

const Line = z
  .object({
    ...{ id: text, at: moment, kind: z.enum(["state", "line", "completion", "error"]) },
    ...{ state: orNull(text), message: orNull(text), seq: orNull(z.int()), percent },
    delivery: orNull(z.enum(["pending", "delivered", "omitted", "failed"])),
    ...{ deliveredAt: maybeMoment, attempts: orNull(z.int()), error: orNull(text) },
  })
  .meta({ id: "RunLine" });

const Attempt = z.object({
  ...{ number: z.int(), kind: z.enum(["run", "cancelled"]), at: moment },
  ...{ durationMs: orNull(z.int()), status: orNull(z.int()), error: orNull(text) },
  answer: orNull(text),
});

const Job = z
  .object({
    ...{ connection: text, waits: z.boolean(), state: z.enum(["pending", "accepted", "refused"]) },
    ...{ attempts: z.array(Attempt), attemptCount: z.int(), nextAt: maybeMoment },
    ...{ acceptedAt: maybeMoment, heartbeatAt: maybeMoment, heartbeatSeconds: orNull(z.int()) },
    told: orNull(z.enum(["pending", "told", "failed"])),
  })
  .meta({ id: "RunJob", description: "How it stands with the outside system." });

const RunDetail = z
  .object({
    ...{ run: Run, properties: z.looseObject({}), returnValues: orNull(z.looseObject({})) },
    ...{ timeline: z.array(Line), portalOrigin: text, job: orNull(Job) },
  })
  .meta({ id: "RunDetail" });

const open = {
  ...{ state: z.enum(["open", "settled"]), deadlineAt: moment, cancelRequested: z.boolean() },
  retryAfter: z.number().meta({ description: "Seconds until the next sign of life is wanted." }),
};

export const Heartbeat = z.object(open).meta({ id: "Heartbeat" });

const OutsideRun = z
  .object({
    ...open,
    ...{ id: text, outcome: orNull(text), message: orNull(text), percent, lastSeq: z.int() },
    ...{ wait: z.boolean(), receivedAt: moment, heartbeatAt: maybeMoment, settledAt: maybeMoment },
    settledBy: orNull(text),
    delivery: z.enum(["none", "pending", "delivered", "undeliverable"]),
  })
  .meta({ id: "OutsideRun", description: "With the secret of the run." });

export const OneRun = z.union([RunDetail, OutsideRun]);
export const Progress = z.object({ seq: z.int() }).meta({ id: "Progress" });
export const Settled = z
  .object({ outcome: orNull(text), settledAt: maybeMoment })
  .meta({ id: "Settled" });

const RpcFault = z.object({ code: z.int(), message: text, data: text });
const RpcAnswer = z
  .object({
    jsonrpc: z.literal("2.0"),
    result: z.unknown().optional(),
    error: RpcFault.optional(),
    id: z.union([text, z.number(), z.null()]),
  })
  .meta({ id: "RpcAnswer", description: "With a result or an error, always of HTTP status 200." });

export const RpcAnswers = z.union([RpcAnswer, z.array(RpcAnswer)]);
