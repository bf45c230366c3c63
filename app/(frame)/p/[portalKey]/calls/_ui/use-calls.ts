import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { CallDetail, CallPage } from "../../../../../../lib/portals/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useOlderPages } from "../../../../../_ui/table/use-older-pages.ts";
import { printCallsAddress, type CallFilter } from "./calls-address.ts";

/** Calls that fit the filter, newest first, page by page. */
export function useCalls({ method, outcome, code, run }: CallFilter) {
  const api = useApi();
  const { pages, ...list } = useOlderPages<CallPage>({
    queryKey: ["calls", method, outcome, code, run],
    read: (page, signal) => {
      const params = printCallsAddress({ method, outcome, code, run });
      for (const [name, value] of page) params.set(name, value);
      return api.request(`/api/v1/calls?${params.toString()}`, { signal });
    },
    next: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const rows = useMemo(() => pages?.flatMap(({ items }) => items) ?? [], [pages]);
  return { ...list, rows, keptDays: pages?.[0]?.keptDays ?? null };
}

export type Calls = ReturnType<typeof useCalls>;

/** One call with request and answer; it never changes once it is written. */
export function useCall(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["call", id],
    queryFn: ({ signal }) =>
      api.request<CallDetail>(`/api/v1/calls/${encodeURIComponent(id)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
