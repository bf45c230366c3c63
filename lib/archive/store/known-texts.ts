import type { TextKind } from "./stored-entry.ts";

const KINDS = 7;
// Longer ones are rare and would fill the memory.
const MAX_LENGTH = 500;

/** Numbers of texts by kind and value. */
export class KnownTexts {
  readonly #kinds = Array.from({ length: KINDS }, () => new Map<string, number>());

  get size(): number {
    return this.#kinds.reduce((sum, { size }) => sum + size, 0);
  }

  get(kind: TextKind, value: string): number | undefined {
    return this.#kinds[kind]?.get(value);
  }

  set(kind: TextKind, value: string, id: number): void {
    this.#kinds[kind]?.set(value, id);
  }

  clear(): void {
    for (const texts of this.#kinds) texts.clear();
  }

  /** Takes over what is short enough to be remembered. */
  add(other: KnownTexts): void {
    for (const [kind, texts] of other.#kinds.entries()) {
      for (const [value, id] of texts) {
        if (value.length <= MAX_LENGTH) this.#kinds[kind]?.set(value, id);
      }
    }
  }
}
