import type { EntryView, LivePage, UserView } from "../../../../../../lib/archive/shared.ts";
import { compareEntries } from "./entry-query.ts";

export const POLL_MS = 5_000;
export const BUFFER_MAX = 2_000;
const BACKOFF_MAX_MS = 60_000;

export type HeldReason =
  | "scrolled"
  | "row"
  | "text"
  | "pointer"
  | "sort"
  | "menu"
  | "open"
  | "paused"
  | "selection"
  | "expanded";
type LiveAnswer = Pick<LivePage, "items" | "users" | "lastSeq" | "hasMore" | "coverage">;

export interface LiveNews {
  items: EntryView[];
  users: Record<string, UserView>;
  /** Everything stored up to here is known now. */
  lastSeq: string;
}

export interface LiveState {
  /** New rows that wait because the reader must not be moved. */
  waiting: number;
  /** Of those that wait, or else came last: rows of an earlier time than rows that were there. */
  late: number;
  isOver: boolean;
  held: HeldReason | null;
  /** This machine's clock when answers stopped coming; null while they come. */
  failedSince: number | null;
}

export interface LiveDeps {
  fetchAfter(after: string): Promise<LiveAnswer>;
  heldBecause(): HeldReason | null;
  /** Where a row belongs: `below` the rows loaded it comes by paging. */
  placeOf(entry: EntryView): "new" | "late" | "below";
  /** New rows, newest first; each goes to the place of its time. */
  insert(news: LiveNews): void;
  onRead(answer: LiveAnswer): void;
  isHidden(): boolean;
  /** Pause between the end of one request and the next one. */
  pollMs(): number;
  onChange(state: LiveState): void;
}

export const QUIET: LiveState = {
  waiting: 0,
  late: 0,
  isOver: false,
  held: null,
  failedSince: null,
};

/** Polls for what was stored later; the next request starts only after the one before has ended. */
export class LiveFeed {
  readonly #deps: LiveDeps;
  /** Number of the present run: what an older run still answers is dropped. */
  #run = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #after = "0";
  #failures = 0;
  #isAsking = false;
  #buffer: EntryView[] = [];
  #late = 0;
  #users: Record<string, UserView> = {};
  #state = QUIET;

  constructor(deps: LiveDeps) {
    this.#deps = deps;
  }

  start(lastSeq: string): void {
    this.stop();
    this.#after = lastSeq;
    this.#plan(this.#run, this.#deps.pollMs());
  }

  stop(): void {
    this.#run += 1;
    clearTimeout(this.#timer);
    this.#buffer = [];
    this.#late = 0;
    this.#users = {};
    this.#failures = 0;
    this.#isAsking = false;
    this.#note(QUIET);
  }

  /** Asks now instead of at the next turn: the page became visible, or the reader pressed retry. */
  poke(): void {
    this.#plan(this.#run, 0);
  }

  /** Lets the waiting rows in if nothing holds them any more. */
  settle(): void {
    const held = this.#deps.heldBecause();
    if (held === null) this.show();
    else this.#note({ waiting: this.#buffer.length, late: this.#late, held });
  }

  /** Lets the waiting rows in whatever holds them; where only some are wanted, the others come by paging. */
  show(isWanted: (entry: EntryView) => boolean = () => true): void {
    if (this.#state.isOver) return;
    const items = this.#buffer.filter(isWanted);
    this.#note({ waiting: 0, late: this.#late, held: null });
    this.#buffer = [];
    this.#late = 0;
    if (items.length > 0) {
      this.#deps.insert({ items, users: this.#users, lastSeq: this.#after });
    }
  }

  async #turn(run: number): Promise<void> {
    if (run !== this.#run || this.#isAsking) return;
    if (this.#deps.isHidden()) {
      this.#plan(run, this.#deps.pollMs());
      return;
    }
    this.#isAsking = true;
    try {
      await this.#ask(run);
    } catch {
      // Told on screen as a lost connection with its age; the next turn tries again.
      this.#failures += 1;
      if (run === this.#run) this.#note({ failedSince: this.#state.failedSince ?? Date.now() });
    }
    if (run !== this.#run) return;
    this.#isAsking = false;
    if (!this.#state.isOver) this.#plan(run, this.#delayMs());
  }

  #delayMs(): number {
    const pollMs = this.#deps.pollMs();
    if (this.#failures === 0) return pollMs;
    return Math.max(pollMs, Math.min(POLL_MS * 2 ** this.#failures, BACKOFF_MAX_MS));
  }

  /** Full pages follow each other until the last one stored is reached. */
  async #ask(run: number): Promise<void> {
    for (let hasMore = true; hasMore && this.#buffer.length <= BUFFER_MAX;) {
      const answer = await this.#deps.fetchAfter(this.#after);
      if (run !== this.#run) return;
      hasMore = answer.hasMore;
      this.#take(answer);
    }
    this.#failures = 0;
    this.#note({ failedSince: null, isOver: this.#buffer.length > BUFFER_MAX });
    this.settle();
  }

  #take(answer: LiveAnswer): void {
    const known = new Set(this.#buffer.map(({ id }) => id));
    const fresh = answer.items.filter(({ id }) => !known.has(id));
    const placed = fresh.map((entry) => ({ entry, place: this.#deps.placeOf(entry) }));
    const kept = placed.filter(({ place }) => place !== "below");
    this.#late += kept.filter(({ place }) => place === "late").length;
    const rows = [...this.#buffer, ...kept.map(({ entry }) => entry)];
    this.#buffer = rows.sort((left, right) => compareEntries(right, left));
    this.#users = { ...this.#users, ...answer.users };
    this.#after = answer.lastSeq;
    this.#deps.onRead(answer);
  }

  #plan(run: number, delayMs: number): void {
    clearTimeout(this.#timer);
    if (run === this.#run) this.#timer = setTimeout(() => void this.#turn(run), delayMs);
  }

  #note(part: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...part };
    this.#deps.onChange(this.#state);
  }
}
