import type { PortalCloud } from "../../portal/index.ts";
import type { Offence } from "./verdict.ts";

const SECOND_EFFECT = "completion-conflict";
const LATE_LINE = "log-after-completion";
const REFUSALS = new Set(["rate-overrun", "operating-overrun"]);
// What the suite's own faults lead to: a call without an answer, and a pair whose renewal's answer was lost.
const OUR_DOING = new Set(["handler-slow", "refresh-reuse"]);

export interface CloudVerdict {
  secondEffects: number;
  lateLines: number;
  refusals: number;
  offences: Offence[];
}

/** What the cloud itself held against the product, and calls that used one portal's secrets on another. */
export function judgeCloud(cloud: PortalCloud): CloudVerdict {
  const verdict: CloudVerdict = { secondEffects: 0, lateLines: 0, refusals: 0, offences: [] };
  for (const { kind, detail, memberId } of cloud.journal.violations) {
    if (OUR_DOING.has(kind)) continue;
    if (kind === SECOND_EFFECT) verdict.secondEffects += 1;
    if (kind === LATE_LINE) verdict.lateLines += 1;
    if (REFUSALS.has(kind)) verdict.refusals += 1;
    verdict.offences.push({ kind, detail: `${memberId ?? "cloud"}: ${detail}`, fact: null });
  }
  for (const call of cloud.journal.calls) {
    const owner = call.token === null ? null : (cloud.tokens.find(call.token)?.memberId ?? null);
    const isForeign = owner !== null && call.memberId !== null && owner !== call.memberId;
    // A portal signs its tokens: it refuses another one's.
    const isRefused = call.error === "ACCESS_DENIED" && call.method.startsWith("bizproc.");
    if (!isForeign && !isRefused) continue;
    const detail = `${call.at} ${call.method} at ${call.memberId ?? "?"} by ${owner ?? "?"}`;
    verdict.offences.push({ kind: "foreign", detail, fact: null });
  }
  return verdict;
}
