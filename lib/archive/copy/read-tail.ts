import { findAgedHoles } from "./aged-holes.ts";
import { findHoles, keptSince, pickHoles } from "./holes.ts";
import { keepPage, noteEnd } from "./keep-page.ts";
import { endOfLog, holesPage, pageAfter, type LogCommand } from "./log-requests.ts";
import { hasRestarted, startEpoch } from "./epoch.ts";
import { spansAfter } from "./gap.ts";
import { fullPage } from "./pace.ts";
import { readLog, type LogEntry } from "./read-log.ts";
import { readNewest } from "./read-newest.ts";
import { databaseNow, type CopySession } from "./session.ts";

const MAX_PAGES = 3;
const QUIET_MS = 30_000;

// Where the questions about holes go on; nothing is lost with it but a little time.
const resume = new Map<bigint, bigint | null>();

/** Reads what is new in the portal's log up to its end, and what appeared late among the newest entries. */
export async function readTail(session: CopySession): Promise<void> {
  const before = session.stored;
  let askedAt: Date;
  for (let pages = 0; ; pages += 1) {
    askedAt = await databaseNow(session.ctx);
    const { newestId } = session.copy;
    // Far behind, the newest entries are worth more than the next ones.
    if (newestId === null || pages === MAX_PAGES) {
      await readNewest(session);
      break;
    }
    if (!(await readPage(session, { newestId, askedAt }))) break;
  }
  await noteEnd(session, { isBusy: session.stored > before, askedAt });
}

interface TailQuestion {
  newestId: bigint;
  askedAt: Date;
}

/** True when there may be more at once. */
async function readPage(session: CopySession, question: TailQuestion): Promise<boolean> {
  const { copy } = session;
  const answer = await askTail(session, question);
  if (await hasRestarted(session, answer)) {
    await startEpoch(session);
    return true;
  }
  const oldest = answer.oldest ?? null;
  const spans = spansAfter(copy, { rows: answer.rows, oldest });
  const rows = [...answer.late, ...answer.rows];
  if (rows.length > 0) await keepPage(session, { rows, spans, newest: answer.rows.at(-1) });
  const full = fullPage(session, [answer.rows, answer.late]);
  // Young holes are asked for at the next reading again, those that grew old are not.
  const isCut = answer.hasAged && answer.late.length >= full;
  return isCut || answer.rows.length >= full;
}

interface TailAnswer {
  rows: LogEntry[];
  late: LogEntry[];
  /** Among the late ones may be some that are asked for only now. */
  hasAged: boolean;
  newest: LogEntry | undefined;
  oldest: LogEntry | undefined;
}

const NOTHING: LogEntry[] = [];

// In one request everything is asked for; one by one only what the moment needs.
async function askTail(
  session: CopySession,
  { newestId, askedAt }: TailQuestion,
): Promise<TailAnswer> {
  const { copy, ctx } = session;
  const holes = await findHoles(session);
  const aged = await findAgedHoles(session, askedAt);
  const hasAged = aged.length > 0;
  const question = hasAged
    ? pickHoles([...aged, ...holes], null)
    : pickHoles(holes, resume.get(ctx.portalId) ?? null);
  const isQuiet = copy.intervalMs >= QUIET_MS || copy.unreadMs === null || copy.unreadMs > QUIET_MS;
  // What fills an old hole is to be of the same numbers as its neighbours.
  const hasEnds = copy.takesBatch || isQuiet || hasAged;
  const commands: LogCommand[] = [pageAfter(newestId, copy.chunk)];
  if (hasEnds) commands.push(endOfLog("newest"), endOfLog("oldest"));
  if (question !== null) commands.push(holesPage(question, copy.chunk));
  const pages = await readLog(session, commands);
  if (question === null || question.resumeAfter === null) resume.delete(ctx.portalId);
  else resume.set(ctx.portalId, question.resumeAfter);
  const [rows = NOTHING, ...others] = pages;
  const [newest, oldest] = hasEnds ? others : [];
  const found = question === null ? NOTHING : (others.at(-1) ?? NOTHING);
  // What is older may have been stored before, and removed by retention.
  const since = keptSince(session);
  const late = found.filter(({ at }) => at === null || at >= since);
  return { rows, late, hasAged, newest: newest?.[0], oldest: oldest?.[0] };
}
