import type { PayloadOf } from "../../../queue/index.ts";

export type MessageKind = PayloadOf<"job.send">["kind"];

export interface JobKey {
  portalId: bigint;
  runId: string;
  calledAt: Date;
}

export function toJobPayload(key: JobKey, kind: MessageKind): PayloadOf<"job.send"> {
  return {
    portalId: key.portalId.toString(),
    runId: key.runId,
    calledAt: key.calledAt.toISOString(),
    kind,
  };
}
