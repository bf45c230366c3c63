import { entryUserIds, resolveUsers, type Scan } from "../../archive/index.ts";
import { isAppError } from "../../errors.ts";
import { getPortal, type Portal } from "../../portals/index.ts";
import { decideRetry } from "../../queue/index.ts";
import type { StepContext, StepResult, StepWork } from "../../runs/index.ts";
import { portalLanguage, portalZone } from "../portal-facts.ts";
import type { Lang } from "../step.ts";
import { collectMatches, type Collected, type CollectProgress } from "./collect.ts";
import { toLink } from "./link.ts";
import { parseSearchProperties, type SearchProperties } from "./properties.ts";
import { needsZone, resolveRange, type TimeRange } from "./range.ts";
import {
  errorText,
  faultText,
  progressText,
  resultText,
  STARTED,
  summaryText,
  SWITCHED_OFF,
} from "./texts.ts";

const MAX_SENTENCES = 10;
const DAY_MS = 86_400_000;
const UTC = { kind: "offset", minutes: 0 } as const;

/** Reads the log from the portal; what cannot be repeated with success ends the run with a sentence. */
export function makeSearchWork(scan: Scan): StepWork {
  return async (step) => {
    const portal = await getPortal(step.ctx);
    const lang = await portalLanguage(step.ctx);
    if (!portal.stepsReadLog) return failure(SWITCHED_OFF[lang]);
    const parsed = parseSearchProperties(step.run.properties);
    if (!parsed.ok) return failure(faultText(parsed.fault, lang));
    const zone = needsZone(parsed.value) ? await portalZone(step.ctx, portal) : UTC;
    const when = resolveRange(parsed.value, { calledAt: timeOfCall(step.run), zone });
    if (!when.ok) return failure(faultText(when.fault, lang));
    const search = { properties: parsed.value, range: when.range, portal, lang };
    try {
      return await runSearch(step, scan, search);
    } catch (error) {
      const isOver = step.signal.aborted || !isAppError(error);
      if (isOver || decideRetry(error).action === "retry") throw error;
      return failure(errorText(error.code, lang));
    }
  };
}

/** The moment relative periods count from: a call may be stored long after the portal made it. */
export function timeOfCall({
  calledAt,
  receivedAt,
}: Pick<StepContext["run"], "calledAt" | "receivedAt">): Date {
  const lateMs = receivedAt.getTime() - calledAt.getTime();
  const monthStart = Date.UTC(receivedAt.getUTCFullYear(), receivedAt.getUTCMonth());
  const isTimed = lateMs >= -DAY_MS && lateMs <= 2 * DAY_MS && calledAt.getTime() !== monthStart;
  return isTimed ? calledAt : receivedAt;
}

interface Search {
  properties: SearchProperties;
  range: TimeRange;
  portal: Portal;
  lang: Lang;
}

async function runSearch(step: StepContext, scan: Scan, search: Search): Promise<StepResult> {
  const { properties, range, lang } = search;
  await step.progress({ message: STARTED[lang], percent: 0 });
  const pages = scan(step.ctx, {
    from: range.from?.toISOString(),
    to: range.to.toISOString(),
    types: properties.eventTypes,
    userIds: properties.userIds,
    severities: properties.severities,
    text: properties.text,
    signal: step.signal,
  });
  const found = await collectMatches(pages, {
    limit: properties.limit,
    now: step.ctx.now,
    report: async (progress) => {
      await step.progress({ message: progressText(progress, lang), percent: percentOf(progress) });
    },
  });
  return toResult(step, search, found);
}

function percentOf({ scanned, expected, isLast }: CollectProgress): number {
  return isLast ? 100 : Math.min(99, Math.floor((100 * scanned) / Math.max(expected, 1)));
}

async function toResult(step: StepContext, search: Search, found: Collected): Promise<StepResult> {
  const { properties, range, portal, lang } = search;
  const entries = found.newest.slice(0, MAX_SENTENCES);
  const users = await resolveUsers(step.ctx, {
    ids: entryUserIds(entries),
    priority: "background",
  });
  const entryId = found.count === 1 ? (found.newest[0]?.id ?? null) : null;
  return {
    outcome: "success",
    message: resultText(found, lang),
    values: {
      found: found.count > 0 ? "Y" : "N",
      count: found.count,
      entry_ids: found.newest.map(({ id }) => (Number.isSafeInteger(Number(id)) ? Number(id) : id)),
      first_at: found.oldest?.timestampX ?? "",
      last_at: found.newest[0]?.timestampX ?? "",
      summary: summaryText(found, { entries, users, lang }),
      link: toLink({ portal, entryId, range, properties }),
    },
  };
}

function failure(message: string): StepResult {
  return { outcome: "failure", message, values: { found: "N", count: 0 } };
}
