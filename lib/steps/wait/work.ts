import { searchEntries, watchEntries, type EntryView } from "../../archive/index.ts";
import { withTx } from "../../db/index.ts";
import { fault } from "../../fault.ts";
import { printQuery, type Node } from "../../filter/index.ts";
import { getPortal } from "../../portals/index.ts";
import type { StepContext, StepResult } from "../../runs/index.ts";
import { faultText } from "../fault-text.ts";
import { portalLanguage, portalZone } from "../portal-facts.ts";
import { asksForTime, readQuery, toQuery } from "../search/query.ts";
import { LIMIT_UNREADABLE, SWITCHED_OFF } from "../search/texts.ts";
import { timeOfCall } from "../time-of-call.ts";
import { zoneName } from "../time.ts";
import type { Lang, Texts } from "../step.ts";
import { properties } from "./declaration.ts";
import { foundResult } from "./found-result.ts";
import { parseWaitProperties } from "./properties.ts";
import { countWaits, MAX_WAITS } from "./waits.ts";

const NOTHING_ELSE = { eventTypes: [], userIds: [], severities: [], text: "" };

/** Ends at once when a fitting entry is there already, else leaves the run to whoever stores one. */
export async function waitForEntry(step: StepContext): Promise<StepResult | "waiting"> {
  const portal = await getPortal(step.ctx);
  const lang = await portalLanguage(step.ctx);
  if (!portal.stepsReadLog) return failure(SWITCHED_OFF[lang]);
  const limit = readQuery(portal.stepsQuery ?? "");
  if (!limit.ok) return failure(LIMIT_UNREADABLE[lang]);
  const parsed = parseWaitProperties(step.run.properties);
  if (!parsed.ok) return failure(faultText(properties, parsed.fault, lang));
  const { query } = parsed.value;
  const both = toQuery({ query, ...NOTHING_ELSE }, limit.node);
  if (!both.ok) return failure(faultText(properties, both.fault, lang));
  const isZoned = asksForTime(query) || asksForTime(limit.node);
  const zone = isZoned ? zoneName(await portalZone(step.ctx, portal)) : "UTC";
  const fromAt = secondOf(timeOfCall(step.run));
  await step.progress({ message: waitingText(query, lang) });
  const isParked = await park(step, { query: printQuery(query), fromAt, zone, lang });
  if (!isParked) return failure(TOO_MANY[lang]);
  fault("after-park-wait");
  const entry = await findFirst(step, { q: both.q, fromAt, zone });
  if (entry === null) return "waiting";
  return foundResult(step.ctx, { wait: { query: both.q, fromAt, lang }, portal, entry });
}

// Entries have whole seconds: the one that is waited for may have that of the call itself.
function secondOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / 1_000) * 1_000);
}

interface Parked {
  query: string;
  fromAt: Date;
  zone: string;
  lang: Lang;
}

// Noted before anything is searched: what is stored from here on is looked at by the job of new entries.
async function park({ ctx, run }: StepContext, parked: Parked): Promise<boolean> {
  const { portalId } = ctx;
  const wait = { portalId, runId: run.id, calledAt: run.calledAt, ...parked };
  return withTx(ctx.db, async (tx) => {
    const scoped = { ...ctx, db: tx };
    await watchEntries(scoped);
    const isKnown = (await tx.stepWait.count({ where: { portalId, runId: run.id } })) > 0;
    if (!isKnown && (await countWaits(scoped)) >= MAX_WAITS) return false;
    await tx.stepWait.createMany({ data: [wait], skipDuplicates: true });
    return true;
  });
}

async function findFirst(
  { ctx, signal }: StepContext,
  { q, fromAt, zone }: { q: string; fromAt: Date; zone: string },
): Promise<EntryView | null> {
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const range = { from: fromAt.toISOString(), order: "asc" as const };
    const page = await searchEntries(ctx, { q, zone, ...range, limit: 1, cursor });
    const [first] = page.items;
    if (first !== undefined) return first;
    cursor = page.newer ?? undefined;
  } while (cursor !== undefined);
  return null;
}

const TOO_MANY: Texts = {
  en: `${MAX_WAITS} runs of this portal are waiting for an entry already; no more can wait at the same time.`,
  ru: `Записи уже ждут ${MAX_WAITS} запусков этого портала; больше одновременно ждать не могут.`,
};

function waitingText(query: Node | null, lang: Lang): string {
  const text = printQuery(query);
  return lang === "ru" ? `Ожидание записи: ${text}` : `Waiting for an entry: ${text}`;
}

function failure(message: string): StepResult {
  return { outcome: "failure", message, values: { found: "N", count: 0, waited: 0 } };
}
