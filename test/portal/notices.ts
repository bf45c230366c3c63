export interface Notice {
  id: number;
  userId: number;
  message: string;
  tag: string;
}

/** Messenger notices; one with a known tag takes the place of the previous. */
export class Notices {
  #sequence = 12_000;
  #notices: Notice[] = [];

  add(input: Omit<Notice, "id">): number {
    this.#sequence += 1;
    if (input.tag !== "") {
      this.#notices = this.#notices.filter(
        ({ tag, userId }) => tag !== input.tag || userId !== input.userId,
      );
    }
    this.#notices.push({ id: this.#sequence, ...input });
    return this.#sequence;
  }

  all(): Notice[] {
    return [...this.#notices];
  }
}
