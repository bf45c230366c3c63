import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { CallDetail, CallPage } from "../../../../../../lib/portals/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { printCallsAddress, type CallFilter } from "./calls-address.ts";

const PAGE_SIZE = 100;

/** Calls that fit the filter, newest first, page by page. */
export function useCalls({ method, outcome, code, run }: CallFilter) {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ["calls", method, outcome, code, run],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = printCallsAddress({ method, outcome, code, run });
      params.set("limit", String(PAGE_SIZE));
      if (pageParam !== null) params.set("before", pageParam);
      return api.request<CallPage>(`/api/v1/calls?${params.toString()}`, { signal });
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const loadOlder = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    rows,
    keptDays: data?.pages[0]?.keptDays ?? null,
    isLoading: query.isPending,
    isRefreshing: query.isFetching && !query.isPending && !isFetchingNextPage,
    isLoadingOlder: isFetchingNextPage,
    hasOlder: hasNextPage,
    error: isFetchNextPageError ? null : query.error,
    olderError: isFetchNextPageError ? query.error : null,
    loadOlder,
    refresh: () => void query.refetch(),
  };
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
