/** Wall time of the cloud, and a second time that can run faster for the limits only. */
export class Clock {
  #offsetMs = 0;
  #speed = 1;
  #realAnchor = Date.now();
  #limitAnchor = this.#realAnchor;
  readonly #listeners = new Set<() => void>();

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  seconds(): number {
    return Math.floor(this.now() / 1000);
  }

  limitNow(): number {
    return this.#limitAnchor + (Date.now() - this.#realAnchor) * this.#speed + this.#offsetMs;
  }

  get speed(): number {
    return this.#speed;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  set(input: { speed?: number; offsetMs?: number }): void {
    const reached = this.limitNow() - this.#offsetMs;
    this.#realAnchor = Date.now();
    this.#limitAnchor = reached;
    if (input.speed !== undefined) this.#speed = input.speed;
    if (input.offsetMs !== undefined) this.#offsetMs = input.offsetMs;
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
