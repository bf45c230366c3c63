import { useSearchParams } from "next/navigation.js";
import { useCallback, useMemo } from "react";
import { keptQuery } from "../../../../../_ui/address/frame-address.ts";
import {
  parseReadingsAddress,
  printReadingsAddress,
  type ReadingsAddress,
} from "./readings-address.ts";

export interface ReadingsAddressState {
  address: ReadingsAddress;
  /** A finished action adds a step to the history; with `isStep` it replaces the present one. */
  change(part: Partial<ReadingsAddress>, isStep?: boolean): void;
}

export function useReadingsAddress(): ReadingsAddressState {
  const query = useSearchParams().toString();
  const address = useMemo(() => parseReadingsAddress(new URLSearchParams(query)), [query]);
  const change = useCallback(
    (part: Partial<ReadingsAddress>, isStep = false) => {
      const kept = keptQuery(new URLSearchParams(query));
      const next = printReadingsAddress({ ...address, ...part });
      for (const [name, value] of next) kept.set(name, value);
      const url = kept.size === 0 ? window.location.pathname : `?${kept.toString()}`;
      if (isStep) window.history.replaceState(null, "", url);
      else window.history.pushState(null, "", url);
    },
    [query, address],
  );
  return { address, change };
}
