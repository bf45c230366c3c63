import { useSearchParams } from "next/navigation.js";
import { useCallback, useMemo } from "react";
import { keptQuery } from "../../../../../_ui/address/frame-address.ts";
import { parseEventsAddress, printEventsAddress, type EventsAddress } from "./events-address.ts";

export interface EventsAddressState {
  address: EventsAddress;
  /** A finished action adds a step to the history; with `isStep` it replaces the present one. */
  change(part: Partial<EventsAddress>, isStep?: boolean): void;
}

export function useEventsAddress(): EventsAddressState {
  const query = useSearchParams().toString();
  const address = useMemo(() => parseEventsAddress(new URLSearchParams(query)), [query]);
  const change = useCallback(
    (part: Partial<EventsAddress>, isStep = false) => {
      const kept = keptQuery(new URLSearchParams(query));
      for (const [name, value] of printEventsAddress({ ...address, ...part })) {
        kept.set(name, value);
      }
      const url = kept.size === 0 ? window.location.pathname : `?${kept.toString()}`;
      if (isStep) window.history.replaceState(null, "", url);
      else window.history.pushState(null, "", url);
    },
    [query, address],
  );
  return { address, change };
}
