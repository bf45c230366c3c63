import type { JsonMap, Json } from "./php-values.ts";

/** The application's options on the portal: common ones and one set per user. */
export class OptionsStore {
  readonly app: JsonMap = {};
  readonly #byUser = new Map<number, JsonMap>();

  user(userId: number): JsonMap {
    const known = this.#byUser.get(userId);
    if (known !== undefined) return known;
    const fresh: JsonMap = {};
    this.#byUser.set(userId, fresh);
    return fresh;
  }

  set(target: JsonMap, input: { name: string; value: Json }): void {
    target[input.name] = input.value;
  }

  clear(): void {
    for (const name of Object.keys(this.app)) Reflect.deleteProperty(this.app, name);
    this.#byUser.clear();
  }
}
