const MAX_SEEN = 5_000;

/** In how many pages an address came lately. */
export class SeenUris {
  readonly #pages = new Map<string, number>();

  get size(): number {
    return this.#pages.size;
  }

  /** Counts a page; returns how many it are with this one. */
  note(uri: string): number {
    const pages = (this.#pages.get(uri) ?? 0) + 1;
    if (this.#pages.size >= MAX_SEEN) this.#pages.clear();
    this.#pages.set(uri, pages);
    return pages;
  }
}
