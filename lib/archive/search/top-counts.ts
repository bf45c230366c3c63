/** The largest of very many counts, without sorting all of them. */
export class TopCounts {
  readonly #size: number;
  readonly #found: number[] = [];
  /** Counts up to this one are not among the largest any more. */
  #least = 0;

  constructor(size: number) {
    this.#size = size;
  }

  add(count: number): void {
    if (count <= this.#least) return;
    this.#found.push(count);
    if (this.#found.length >= this.#size * 2) this.#cut();
  }

  /** The smallest of those that were found. */
  get least(): number {
    this.#cut();
    return this.#found.at(-1) ?? 0;
  }

  #cut(): void {
    this.#found.sort((one, other) => other - one);
    if (this.#found.length < this.#size) return;
    this.#found.length = this.#size;
    this.#least = this.#found.at(-1) ?? 0;
  }
}
