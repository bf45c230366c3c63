import { usePathname, useSearchParams } from "next/navigation.js";
import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { keptQuery } from "../../../../../_ui/address/frame-address.ts";
import { hasQuery } from "./asked-query.ts";
import { parseLogAddress, printLogAddress, type LogAddress } from "./log-address.ts";
import { useQueryLanguage, withQueryLanguage } from "./query-language.ts";

export interface LogAddressState {
  address: LogAddress;
  faults: string[];
  /** A finished action adds a step to the history; with `isTyping` it replaces the present one. */
  change(part: Partial<LogAddress>, isTyping?: boolean): void;
}

const listeners = new Set<() => void>();

export function useLogAddress(): LogAddressState {
  const query = usePresentQuery();
  const found = useQueryLanguage();
  const isAsked = found !== null && hasQuery(new URLSearchParams(query));
  const fold = isAsked ? found.foldKeys : unasked;
  const parsed = useMemo(() => parseLogAddress(new URLSearchParams(query), fold), [query, fold]);
  const { address, faults } = parsed;
  const change = useCallback(
    (part: Partial<LogAddress>, isTyping = false) => {
      const kept = keptQuery(new URLSearchParams(query));
      for (const [name, value] of printLogAddress({ ...address, ...part })) kept.set(name, value);
      const url = kept.size === 0 ? window.location.pathname : `?${kept.toString()}`;
      const go = () => {
        // No request to the server: the page itself holds no data.
        if (isTyping) window.history.replaceState(null, "", url);
        else window.history.pushState(null, "", url);
        for (const listener of listeners) listener();
      };
      // The rows on the page stay until what is asked for can be read.
      if (hasQuery(kept)) withQueryLanguage(go);
      else go();
    },
    [query, address],
  );
  return useMemo(() => ({ address, faults, change }), [address, faults, change]);
}

/** Whether the address asks for something that cannot be read yet. */
export function useUnreadQuery(): boolean {
  const isAsked = hasQuery(new URLSearchParams(usePresentQuery()));
  const isUnread = useQueryLanguage() === null && isAsked;
  useEffect(() => {
    if (isUnread) withQueryLanguage(() => undefined);
  }, [isUnread]);
  return isUnread;
}

const unasked = (q: string) => ({ q, refused: [] });

/** The router shows a change when it comes to it; a key pressed meanwhile must act on what is there by then. */
function usePresentQuery(): string {
  const pathname = usePathname();
  const shown = useSearchParams().toString();
  const read = useCallback(() => {
    const { location } = window;
    // On the way to another page the address is no longer one of the log.
    if (location.pathname !== pathname) return shown;
    return new URLSearchParams(location.search).toString();
  }, [pathname, shown]);
  return useSyncExternalStore(subscribe, read, () => shown);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}
