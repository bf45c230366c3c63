import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { ReadingPage } from "../../../../../../lib/access/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { readingsQuery, type ReadingFilter } from "./readings-address.ts";

const PAGE_SIZE = 100;

/** Readings that fit the filter, newest first, page by page. */
export function useReadings({ kind, person, token, since }: ReadingFilter) {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ["readings", kind, person, token, since],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = readingsQuery({ kind, person, token, since }, new Date());
      params.set("limit", String(PAGE_SIZE));
      if (pageParam !== null) params.set("before", pageParam);
      return api.request<ReadingPage>(`/api/v1/readings?${params.toString()}`, { signal });
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

export type Readings = ReturnType<typeof useReadings>;
