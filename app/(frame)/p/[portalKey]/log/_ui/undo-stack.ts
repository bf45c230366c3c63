export interface Draft {
  text: string;
  caret: number;
}

const PAUSE_MS = 800;
const MOST = 200;

/** Steps of one text field that can be taken back, also those made by menus and chips. */
export class UndoStack {
  #past: Draft[] = [];
  #future: Draft[] = [];
  #changedAt = 0;

  /** Letters typed without a pause are one step. */
  note(before: Draft, input: { now: number; isTyping: boolean }): void {
    const isSameStep = input.isTyping && input.now - this.#changedAt < PAUSE_MS;
    this.#changedAt = input.isTyping ? input.now : 0;
    this.#future = [];
    if (isSameStep || this.#past.at(-1)?.text === before.text) return;
    this.#past = [...this.#past.slice(1 - MOST), before];
  }

  undo(present: Draft): Draft | null {
    return this.#step(this.#past, this.#future, present);
  }

  redo(present: Draft): Draft | null {
    return this.#step(this.#future, this.#past, present);
  }

  #step(from: Draft[], to: Draft[], present: Draft): Draft | null {
    const found = from.pop();
    if (found === undefined) return null;
    to.push(present);
    this.#changedAt = 0;
    return found;
  }
}
