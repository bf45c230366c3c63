import type { LogEntryView } from "../contract.ts";
import type { Portal } from "../portal.ts";
import { SeededRandom } from "../random.ts";
import type { Caller } from "../rest/caller.ts";
import { completeRow, toItem, type LogRow, type LogRowInput } from "./log-row.ts";
import { officeTimes } from "./office-hours.ts";
import { drawRow, sample, sampleCount } from "./row-source.ts";

const DAY = 24 * 3600;
const TICK_MS = 200;
const PRUNE_MS = 60_000;
const FIRST_ID = 440_000;

/** The portal's journal: rows sorted by id, some visible later than their neighbours. */
export class EventLog {
  readonly rows: LogRow[] = [];
  readonly #portal: Portal;
  readonly #random: SeededRandom;
  readonly #restHours = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #nextId = FIRST_ID;
  #ticker: NodeJS.Timeout | null = null;
  #owed = 0;
  #rate = 0;
  #made = 0;
  #prunedAt = 0;

  constructor(portal: Portal, input: { seed: number; entries: number }) {
    this.#portal = portal;
    this.#random = new SeededRandom(input.seed);
    this.#fill(input.entries);
  }

  #fill(count: number): void {
    const to = this.#portal.cloud.clock.seconds();
    const { serverOffsetMinutes: offsetMinutes } = this.#portal.settings;
    const from = to - 7 * DAY + 3600;
    const times = officeTimes(this.#random, { from, to, count, offsetMinutes });
    const every = Math.max(2, Math.floor(count / (sampleCount * 2)));
    times.forEach((at, index) => {
      const isSample = index % every === 1;
      const row = isSample ? sample((index - 1) / every) : drawRow(this.#random, at);
      this.rows.push(completeRow(row, { id: this.#takeId(), at }));
    });
  }

  /** Ids grow but have gaps: other sessions take some and roll back. */
  #takeId(): number {
    const id = this.#nextId;
    this.#nextId += this.#random.below(8) === 0 ? 2 + this.#random.below(4) : 1;
    return id;
  }

  #insert(row: LogRow): void {
    const last = this.rows.at(-1);
    if (last === undefined || last.id < row.id) this.rows.push(row);
    else this.rows.splice(this.lowerBound(row.id), 0, row);
  }

  /** Index of the first row whose id is not below the given one. */
  lowerBound(id: number): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.rows[middle]?.id ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(input: LogRowInput): LogRow {
    const { clock } = this.#portal.cloud;
    const row = completeRow(input, { id: this.#takeId(), at: input.at ?? clock.seconds() });
    const { every, delayMs } = this.#portal.settings.lateRows;
    this.#made += 1;
    if (every > 0 && this.#made % every === 0) this.#insertLater(row, delayMs);
    else this.#insert(row);
    return row;
  }

  /** A transaction that takes its number now; its row is there once the returned function commits it. */
  begin(input: LogRowInput): () => LogRow {
    const at = input.at ?? this.#portal.cloud.clock.seconds();
    const row = completeRow(input, { id: this.#takeId(), at });
    return () => {
      this.#insert(row);
      return row;
    };
  }

  /** Rows that are still to appear. */
  get hidden(): number {
    return this.#timers.size;
  }

  #insertLater(row: LogRow, delayMs: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#insert(row);
    }, delayMs);
    this.#timers.add(timer);
  }

  append(count: number): void {
    for (let made = 0; made < count; made += 1) {
      this.add(drawRow(this.#random, this.#portal.cloud.clock.seconds()));
    }
  }

  appendRows(entries: readonly LogRowInput[]): LogRow[] {
    return entries.map((entry) => this.add(entry));
  }

  setRate(perSecond: number): void {
    this.#rate = perSecond;
    this.#owed = 0;
    if (this.#ticker !== null) clearInterval(this.#ticker);
    this.#ticker = perSecond > 0 ? setInterval(() => this.#tick(), TICK_MS) : null;
  }

  #tick(): void {
    this.#owed += (this.#rate * TICK_MS) / 1000;
    const count = Math.floor(this.#owed);
    this.#owed -= count;
    this.append(count);
    this.pruneSometimes();
  }

  /** One row per user, application and hour, as the platform notes the use of REST. */
  noteRestUse(caller: Caller): void {
    if (!this.#portal.settings.logsRestUse) return;
    const { settings, cloud, installation } = this.#portal;
    const local = new Date(cloud.clock.now() + settings.serverOffsetMinutes * 60_000);
    const timePeriod = local.toISOString().slice(0, 13).replace("T", " ");
    const key = `${String(caller.user.id)} ${caller.kind} ${timePeriod}`;
    if (this.#restHours.has(key)) return;
    this.#restHours.add(key);
    const applicationType = caller.kind === "app" ? "oauth" : "apauth";
    this.add({
      severity: "SECURITY",
      auditTypeId: "USER_AUTHORIZE",
      moduleId: "rest",
      itemId: String(caller.user.id),
      userId: caller.user.id,
      guestId: 0,
      remoteAddr: "127.0.0.1",
      requestUri: `/rest/api/main.eventlog.tail?auth=${caller.token?.value ?? ""}`,
      description: JSON.stringify({
        userId: caller.user.id,
        method: "rest",
        applicationType,
        applicationId: installation.id,
        timePeriod,
      }),
    });
  }

  /** The cleanup agent: rows older than the retention time go for good; returns how many. */
  prune(): number {
    const { retentionDays } = this.#portal.settings;
    this.#prunedAt = this.#portal.cloud.clock.now();
    if (retentionDays <= 0) return 0;
    const oldest = Math.floor(this.#prunedAt / 1000) - retentionDays * DAY;
    let count = 0;
    while ((this.rows[count]?.at ?? oldest) < oldest) count += 1;
    this.rows.splice(0, count);
    return count;
  }

  /** The log was emptied, or went back to an older state, and counts on from there. */
  restart(rows: readonly LogRow[] = []): void {
    this.rows.splice(0, this.rows.length, ...rows);
    this.#nextId = (rows.at(-1)?.id ?? 0) + 1;
  }

  pruneSometimes(): void {
    if (this.#portal.cloud.clock.now() - this.#prunedAt > PRUNE_MS) this.prune();
  }

  newest(limit: number): LogEntryView[] {
    const { serverOffsetMinutes } = this.#portal.settings;
    return this.rows
      .slice(Math.max(0, this.rows.length - limit))
      .reverse()
      .map((row) => {
        const item = toItem(row, serverOffsetMinutes);
        const { id, timestampX, severity, auditTypeId, userId, description } = item;
        return { id, timestampX, severity, auditTypeId, userId, description };
      });
  }

  stop(): void {
    this.setRate(0);
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
