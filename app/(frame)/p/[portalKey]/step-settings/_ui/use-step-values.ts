import { useState } from "react";
import { sendValues } from "../../../../../_ui/session/frame-calls.ts";
import type { DialogOptions, DialogProperty } from "./dialog-options.ts";

export interface StepValues {
  of(property: DialogProperty): string[];
  set(property: DialogProperty, values: string[]): void;
  /** The portal's page could not be reached. */
  isLost: boolean;
}

/** Values as they are chosen: each change goes to the designer at once, which keeps them when the step is saved. */
export function useStepValues({ values }: DialogOptions): StepValues {
  const [changed, setChanged] = useState<ReadonlyMap<string, string[]>>(new Map());
  const [isLost, setLost] = useState(false);
  const of = (property: DialogProperty): string[] =>
    changed.get(property.id) ?? values.get(property.id) ?? [property.default].filter(Boolean);
  const set = (property: DialogProperty, next: string[]): void => {
    setChanged((before) => new Map([...before, [property.id, next]]));
    const sent = property.isMultiple ? next : (next[0] ?? "");
    sendValues({ [property.id]: sent }).then(
      () => setLost(false),
      () => setLost(true),
    );
  };
  return { of, set, isLost };
}
