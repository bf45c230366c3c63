import { useState } from "react";
import { byValue } from "../../../../../../lib/archive/shared.ts";
import type { LogAddress, LogFilter } from "./log-address.ts";
import { useEntryDetail } from "./use-entry.ts";

interface Origin {
  /** An entry, or a moment that was asked for. */
  entry: string | null;
  at: string | null;
  /** The list it is the beginning of: any other one begins at its end. */
  list: string;
}

export interface Around {
  /** Time the list begins at; null: the list begins at its end. */
  at: string | null;
  /** False until it is known where the list begins. */
  isReady: boolean;
  /** Begins the list of this filter at an entry. */
  show(entry: string, filter: LogFilter): void;
  /** Begins it at a moment. */
  showAt(at: string, filter: LogFilter): void;
  leave(): void;
}

/** A link to an entry opens the list at its time, and so does a moment; what came later is a page above. */
export function useAround(address: LogAddress, filter: LogFilter): Around {
  const [origin, setOrigin] = useState<Origin | null>(() =>
    address.entry === null || address.isLive || byValue(address.sort) !== null
      ? null
      : { entry: address.entry, at: null, list: nameOf(filter) },
  );
  const isPresent = origin?.list === nameOf(filter) && !address.isLive;
  const entry = isPresent ? origin.entry : null;
  const { data, isPending } = useEntryDetail(entry);
  return {
    at: isPresent ? (origin.at ?? data?.entry.at ?? null) : null,
    isReady: entry === null || !isPending,
    show: (begin, next) => setOrigin({ entry: begin, at: null, list: nameOf(next) }),
    showAt: (at, next) => setOrigin({ entry: null, at, list: nameOf(next) }),
    leave: () => setOrigin(null),
  };
}

export function nameOf({ q, from, to, sort }: LogFilter): string {
  return JSON.stringify([q, from, to, sort]);
}
