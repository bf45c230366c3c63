import type { PortalCtx } from "../ctx.ts";
import { hashSecret, seal } from "../db/index.ts";
import { toArrivalFacts } from "../events/index.ts";
import { cleanJson, cleanText } from "./clean-text.ts";
import { storeCall } from "./intake.ts";
import { newRunId } from "./run-id.ts";
import { StartRunInput } from "./schemas.ts";

/**
 * Makes a call of the portal durable: a run and its job. The same event token gives the same run again. The portal
 * calls once and never repeats, so this answers only when the call is on disk, or fails within 5 s.
 */
export async function startRun(
  ctx: PortalCtx,
  input: StartRunInput,
): Promise<{ runId: string; isNew: boolean }> {
  const call = StartRunInput.parse(input);
  return storeCall(ctx.db, {
    id: newRunId(ctx.now()),
    portalId: ctx.portalId.toString(),
    tokenHash: hashSecret(call.eventToken).toString("hex"),
    tokenSealed: seal(call.eventToken, EVENT_TOKEN_PURPOSE),
    calledAt: call.calledAt,
    stepCode: cleanText(call.stepCode),
    registeredCode: cleanText(call.registeredCode),
    workflowId: cleanText(call.workflowId),
    documentId: call.documentId.map(cleanText),
    documentType: call.documentType.map(cleanText),
    properties: cleanJson(call.properties),
    isWaiting: call.isWaiting,
    timeoutSeconds: call.timeoutSeconds,
    limitSeconds: call.defaultLimitSeconds,
    ownLimitSeconds: call.ownLimitSeconds,
    calledByUserId: call.calledByUserId,
    accessSealed: call.accessToken === null ? null : seal(call.accessToken, CALL_ACCESS_PURPOSE),
    heartbeatSeconds: call.heartbeatSeconds ?? null,
    requestId: ctx.requestId,
    request: call.request,
    arrival: () => toArrivalFacts(ctx),
  });
}

export const EVENT_TOKEN_PURPOSE = "event-token";
export const CALL_ACCESS_PURPOSE = "call-access";
