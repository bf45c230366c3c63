import type { EntryPage, EntryView, UserView } from "../../../../../../lib/archive/shared.ts";
import { compareIds, PAGE_SIZE } from "./entry-query.ts";

export const POLL_MS = 5_000;
export const BUFFER_MAX = 2_000;
const BACKOFF_MAX_MS = 60_000;

export type HeldReason = "scrolled" | "row" | "text" | "pointer";

export interface LiveState {
  /** New rows that wait because the reader must not be moved. */
  waiting: number;
  isOver: boolean;
  held: HeldReason | null;
  /** This machine's clock when answers stopped coming; null while they come. */
  failedSince: number | null;
}

export interface LiveDeps {
  fetchAfter(after: string | null): Promise<EntryPage>;
  heldBecause(): HeldReason | null;
  /** New rows for the top of the list, newest first. */
  insert(page: EntryPage): void;
  onRead(readAt: string): void;
  isHidden(): boolean;
  onChange(state: LiveState): void;
}

export const QUIET: LiveState = { waiting: 0, isOver: false, held: null, failedSince: null };

/** Polls for newer rows; the next request starts only after the one before has ended. */
export class LiveFeed {
  readonly #deps: LiveDeps;
  /** Number of the present run: what an older run still answers is dropped. */
  #run = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #newest: string | null = null;
  #failures = 0;
  #isAsking = false;
  #buffer: EntryView[] = [];
  #users: Record<string, UserView> = {};
  #readAt = "";
  #state = QUIET;

  constructor(deps: LiveDeps) {
    this.#deps = deps;
  }

  start(newestId: string | null): void {
    this.stop();
    this.#newest = newestId;
    this.#plan(this.#run, POLL_MS);
  }

  stop(): void {
    this.#run += 1;
    clearTimeout(this.#timer);
    this.#buffer = [];
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
    else this.#note({ waiting: this.#buffer.length, held });
  }

  /** Lets the waiting rows in whatever holds them. */
  show(): void {
    if (this.#state.isOver) return;
    const items = this.#buffer;
    this.#buffer = [];
    this.#note({ waiting: 0, held: null });
    if (items.length === 0) return;
    this.#deps.insert({ items, users: this.#users, nextBefore: null, readAt: this.#readAt });
  }

  async #turn(run: number): Promise<void> {
    if (run !== this.#run || this.#isAsking) return;
    if (this.#deps.isHidden()) {
      this.#plan(run, POLL_MS);
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
    const delayMs = Math.min(POLL_MS * 2 ** this.#failures, BACKOFF_MAX_MS);
    if (!this.#state.isOver) this.#plan(run, delayMs);
  }

  /** Full pages follow each other until the newest row is reached. */
  async #ask(run: number): Promise<void> {
    for (let isFull = true; isFull && this.#buffer.length <= BUFFER_MAX;) {
      const page = await this.#deps.fetchAfter(this.#newest);
      if (run !== this.#run) return;
      isFull = this.#take(page) > 0 && page.items.length >= PAGE_SIZE;
    }
    this.#failures = 0;
    this.#note({ failedSince: null, isOver: this.#buffer.length > BUFFER_MAX });
    this.settle();
  }

  #take(page: EntryPage): number {
    const known = this.#newest;
    const fresh = page.items.filter(({ id }) => known === null || compareIds(id, known) > 0);
    fresh.sort((left, right) => compareIds(right.id, left.id));
    this.#buffer = [...fresh, ...this.#buffer];
    this.#users = { ...this.#users, ...page.users };
    this.#readAt = page.readAt;
    this.#newest = fresh[0]?.id ?? known;
    this.#deps.onRead(page.readAt);
    return fresh.length;
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
