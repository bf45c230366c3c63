import { entryUserIds, resolveUsers } from "../../archive/index.ts";
import { isAppError } from "../../errors.ts";
import type { Node } from "../../filter/index.ts";
import { getPortal, type Portal } from "../../portals/index.ts";
import { decideRetry } from "../../queue/index.ts";
import type { StepContext, StepResult } from "../../runs/index.ts";
import { portalLanguage, portalZone } from "../portal-facts.ts";
import { timeOfCall } from "../time-of-call.ts";
import { zoneName } from "../time.ts";
import type { Lang } from "../step.ts";
import { awaitLog } from "./await-log.ts";
import { countMatches } from "./count-matches.ts";
import { findNewest, findOldest, type Asked } from "./find-matches.ts";
import { toLink } from "./link.ts";
import { findMissing } from "./missing.ts";
import { parseSearchProperties, type SearchProperties } from "./properties.ts";
import { asksForTime, readQuery, toQuery } from "./query.ts";
import { needsZone, resolveRange, type TimeRange } from "./range.ts";
import {
  errorText,
  faultText,
  foundText,
  LIMIT_UNREADABLE,
  loadingText,
  resultText,
  STARTED,
  summaryText,
  SWITCHED_OFF,
  type Found,
} from "./texts.ts";

const MAX_SENTENCES = 10;
const REPORT_MS = 1_000;
const UTC = { kind: "offset", minutes: 0 } as const;

/** Searches the archive; what cannot be repeated with success ends the run with a sentence. */
export async function searchLog(step: StepContext): Promise<StepResult> {
  const portal = await getPortal(step.ctx);
  const lang = await portalLanguage(step.ctx);
  if (!portal.stepsReadLog) return failure(SWITCHED_OFF[lang]);
  const limit = readQuery(portal.stepsQuery ?? "");
  if (!limit.ok) return failure(LIMIT_UNREADABLE[lang]);
  const parsed = parseSearchProperties(step.run.properties);
  if (!parsed.ok) return failure(faultText(parsed.fault, lang));
  const query = toQuery(parsed.value, limit.node);
  if (!query.ok) return failure(faultText(query.fault, lang));
  const zone = await zoneOf(step, { portal, properties: parsed.value, limit: limit.node });
  const calledAt = timeOfCall(step.run);
  const when = resolveRange(parsed.value, { calledAt, zone });
  if (!when.ok) return failure(faultText(when.fault, lang));
  const { range } = when;
  const search = { limit: parsed.value.limit, q: query.q, range, calledAt, portal, lang };
  try {
    return await runSearch(step, { ...search, zone: zoneName(zone) });
  } catch (error) {
    const isOver = step.signal.aborted || !isAppError(error);
    if (isOver || decideRetry(error).action === "retry") throw error;
    return failure(errorText(error.code, lang));
  }
}

async function zoneOf(
  { ctx }: StepContext,
  input: { portal: Portal; properties: SearchProperties; limit: Node | null },
) {
  const { portal, properties, limit } = input;
  const isNeeded = needsZone(properties) || asksForTime(properties.query) || asksForTime(limit);
  return isNeeded ? portalZone(ctx, portal) : UTC;
}

interface Search {
  limit: number;
  q: string;
  range: TimeRange;
  zone: string;
  calledAt: Date;
  portal: Portal;
  lang: Lang;
}

async function runSearch(step: StepContext, search: Search): Promise<StepResult> {
  const { range, lang } = search;
  await step.progress({ message: STARTED[lang], percent: 0 });
  const coverage = await awaitLog(step, {
    range,
    report: (percent) => step.progress({ message: loadingText(percent, lang) }),
  });
  const missing = findMissing({ coverage, range });
  const found: Found = { ...(await findMatches(step, search)), missing };
  await step.progress({ message: foundText(found.count, lang), percent: 100 });
  return toResult(step, search, found);
}

async function findMatches(
  step: StepContext,
  { q, range, zone, limit, calledAt, lang }: Search,
): Promise<Omit<Found, "missing">> {
  const { signal } = step;
  // Relative times of the query count from the call, as those of the range do.
  const ctx = { ...step.ctx, now: () => calledAt };
  const from = (range.from ?? new Date(0)).toISOString();
  const asked: Asked = { q, from, to: range.to.toISOString(), zone };
  const { newest, isAll } = await findNewest(ctx, { ...asked, limit, signal });
  if (isAll) return { count: newest.length, newest, oldest: newest.at(-1) ?? null };
  let reportedAt = performance.now();
  const report = async (count: number): Promise<void> => {
    if (performance.now() - reportedAt < REPORT_MS) return;
    reportedAt = performance.now();
    await step.progress({ message: foundText(count, lang) });
  };
  const count = await countMatches(ctx, { ...asked, signal, report });
  return { count, newest, oldest: await findOldest(ctx, { ...asked, signal }) };
}

async function toResult(step: StepContext, search: Search, found: Found): Promise<StepResult> {
  const { q, range, portal, lang } = search;
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
      link: toLink({ portal, entryId, range, q }),
    },
  };
}

function failure(message: string): StepResult {
  return { outcome: "failure", message, values: { found: "N", count: 0 } };
}
