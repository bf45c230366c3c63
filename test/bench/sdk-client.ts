import { B24OAuth } from "@bitrix24/b24jssdk";
import type { Portal } from "../portal/index.ts";
import { startWaiting } from "./bench-run.ts";
import { lineText, readLog } from "./line-writer.ts";

export const SDK_CLIENT = "SDK, one call a line";

const SENDERS = 8;

export interface SdkClient {
  workflowIds: string[];
  /** One call of the portal for one line. */
  sendLine(place: number, message: string): Promise<void>;
  /** Keeps lines coming for all processes; the SDK's own limiter decides how fast they go. */
  sendSteadily(stop: AbortSignal): Promise<void>;
  /** Lines that reached the portal's log in the window. */
  count(window: { from: number; to: number }): number;
}

/** The peer: the platform's SDK with its default limits, used the way its documentation shows. */
export async function openSdkClient(local: Portal, runs: number): Promise<SdkClient> {
  const b24 = connectSdk(local);
  const waiting: { id: string; eventToken: string }[] = [];
  for (let place = 0; place < runs; place += 1) waiting.push(await startWaiting(local));
  const workflowIds = waiting.map(({ id }) => id);
  const sendLine = async (place: number, message: string): Promise<void> => {
    const answer = await b24.actions.v2.call.make({
      method: "bizproc.activity.log",
      params: { EVENT_TOKEN: waiting[place]?.eventToken ?? "", LOG_MESSAGE: message },
    });
    if (!answer.isSuccess) throw new Error(answer.getErrorMessages().join("; "));
  };
  const sendSteadily = async (stop: AbortSignal): Promise<void> => {
    let sent = 0;
    const sender = async (): Promise<void> => {
      while (!stop.aborted) {
        const number = sent;
        sent += 1;
        await sendLine(number % runs, lineText(number % runs, Math.floor(number / runs) + 1));
      }
    };
    await Promise.all(Array.from({ length: Math.min(SENDERS, runs) }, sender));
  };
  const count: SdkClient["count"] = ({ from, to }) =>
    workflowIds.flatMap((id) => readLog(local, id)).filter(({ at }) => at >= from && at < to)
      .length;
  return { workflowIds, sendLine, sendSteadily, count };
}

/** The SDK as an application of the portal uses it, with its default limits. */
export function connectSdk(local: Portal): B24OAuth {
  const { access, refresh } = local.issueTokens({ userId: 1, source: "open" });
  const b24 = new B24OAuth(
    {
      applicationToken: local.installation.applicationToken,
      userId: 1,
      memberId: local.memberId,
      accessToken: access.value,
      refreshToken: refresh.value,
      expires: Math.floor(access.expiresAt / 1_000),
      expiresIn: 3_600,
      scope: local.installation.scope.join(","),
      domain: local.domain,
      clientEndpoint: local.clientEndpoint,
      serverEndpoint: local.cloud.serverEndpoint,
      status: "L",
    },
    { clientId: local.cloud.clientId, clientSecret: local.cloud.clientSecret },
  );
  b24.offClientSideWarning();
  return b24;
}
