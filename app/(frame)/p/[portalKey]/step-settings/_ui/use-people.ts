import { useState } from "react";
import type { ChosenPerson } from "../../../../../_ui/session/frame-bridge.ts";

const USER = /^user_(\d{1,10})$/;

/** Names of people who were chosen; of others the number. */
export function usePeople() {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  return {
    nameOf: (value: string): string | null => {
      const id = USER.exec(value)?.[1];
      return id === undefined ? null : (names.get(id) ?? `#${id}`);
    },
    learn: (people: ChosenPerson[]): void =>
      setNames(
        (known) => new Map([...known, ...people.map(({ id, name }) => [id, name] as const)]),
      ),
  };
}
