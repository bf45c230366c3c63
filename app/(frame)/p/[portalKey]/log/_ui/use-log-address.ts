import { useSearchParams } from "next/navigation.js";
import { useCallback, useMemo } from "react";
import { keptQuery } from "../../../../../_ui/address/frame-address.ts";
import { parseLogAddress, printLogAddress, type LogAddress } from "./log-address.ts";

export interface LogAddressState {
  address: LogAddress;
  faults: string[];
  /** A finished action adds a step to the history; with `isTyping` it replaces the present one. */
  change(part: Partial<LogAddress>, isTyping?: boolean): void;
}

export function useLogAddress(): LogAddressState {
  const params = useSearchParams();
  const query = params.toString();
  const parsed = useMemo(() => parseLogAddress(new URLSearchParams(query)), [query]);
  const { address } = parsed;
  const change = useCallback(
    (part: Partial<LogAddress>, isTyping = false) => {
      const kept = keptQuery(new URLSearchParams(query));
      for (const [name, value] of printLogAddress({ ...address, ...part })) kept.set(name, value);
      const url = kept.size === 0 ? window.location.pathname : `?${kept.toString()}`;
      // No request to the server: the page itself holds no data.
      if (isTyping) window.history.replaceState(null, "", url);
      else window.history.pushState(null, "", url);
    },
    [query, address],
  );
  return { address, faults: parsed.faults, change };
}
