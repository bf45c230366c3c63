import type { CallRecord, PortalCloud } from "../../portal/index.ts";
import type { Offence } from "./verdict.ts";

const SECOND_EFFECT = "completion-conflict";
const REFUSALS = new Set(["rate-overrun", "operating-overrun"]);
// What the suite's own faults lead to: a call without an answer, and a pair whose renewal's answer was lost. Lines
// behind their completion are looked at one by one.
const OUR_DOING = new Set(["handler-slow", "refresh-reuse", "log-after-completion"]);
const MARKED = /^#\d+ /;
// Calls that were under way, or that a process made whose knowledge died with the database.
const AFTER_REMOVAL = "call-after-uninstall";
const UNDER_WAY = 24;

export interface CloudVerdict {
  secondEffects: number;
  /** Lines of a batch that was sent again, answer and all: the portal ignores them. */
  repeated: number;
  lateLines: number;
  refusals: number;
  offences: Offence[];
}

/** What the cloud itself held against the product, and calls that used one portal's secrets on another. */
export function judgeCloud(cloud: PortalCloud): CloudVerdict {
  let late = 0;
  const verdict: CloudVerdict = {
    ...{ secondEffects: 0, repeated: 0, lateLines: 0, refusals: 0 },
    offences: [],
  };
  for (const { kind, detail, memberId } of cloud.journal.violations) {
    if (OUR_DOING.has(kind)) continue;
    if (kind === AFTER_REMOVAL && ++late <= UNDER_WAY) continue;
    if (kind === SECOND_EFFECT) verdict.secondEffects += 1;
    if (REFUSALS.has(kind)) verdict.refusals += 1;
    verdict.offences.push({ kind, detail: `${memberId ?? "cloud"}: ${detail}`, fact: null });
  }
  judgeLateLines(cloud.journal.calls, verdict);
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

function judgeLateLines(calls: CallRecord[], verdict: CloudVerdict): void {
  const answered = new Set<string>();
  for (const { method, params, error, at } of calls) {
    const { EVENT_TOKEN: token, LOG_MESSAGE: message } = params as Record<string, string>;
    if (token === undefined || error !== null) continue;
    if (method === "bizproc.event.send") answered.add(token);
    if (method !== "bizproc.activity.log" || !answered.has(token)) continue;
    for (const line of (message ?? "").split("\n")) {
      if (MARKED.test(line)) {
        verdict.repeated += 1;
        continue;
      }
      verdict.lateLines += 1;
      const detail = `${at} behind the completion: ${line}`;
      verdict.offences.push({ kind: "out of order", detail, fact: null });
    }
  }
}
