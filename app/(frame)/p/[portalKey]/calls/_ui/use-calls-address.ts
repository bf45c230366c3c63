import { useSearchParams } from "next/navigation.js";
import { useCallback, useMemo } from "react";
import { keptQuery } from "../../../../../_ui/address/frame-address.ts";
import { parseCallsAddress, printCallsAddress, type CallsAddress } from "./calls-address.ts";

export interface CallsAddressState {
  address: CallsAddress;
  /** A finished action adds a step to the history; with `isStep` it replaces the present one. */
  change(part: Partial<CallsAddress>, isStep?: boolean): void;
}

export function useCallsAddress(): CallsAddressState {
  const query = useSearchParams().toString();
  const address = useMemo(() => parseCallsAddress(new URLSearchParams(query)), [query]);
  const change = useCallback(
    (part: Partial<CallsAddress>, isStep = false) => {
      const kept = keptQuery(new URLSearchParams(query));
      for (const [name, value] of printCallsAddress({ ...address, ...part })) kept.set(name, value);
      const url = kept.size === 0 ? window.location.pathname : `?${kept.toString()}`;
      if (isStep) window.history.replaceState(null, "", url);
      else window.history.pushState(null, "", url);
    },
    [query, address],
  );
  return { address, change };
}
