import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { EventDetail, EventLog } from "../../../../../../lib/events/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { toDoorQuery, type EventFilter } from "./events-address.ts";

const PAGE_SIZE = 100;
const LOGS = "/api/v1/events/logs";

/** Records that fit the filter, newest first, page by page. */
export function useEvents({ status, name, id, since }: EventFilter) {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ["events", status, name, id, since],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const nowMs = Date.now() + api.clockOffsetMs();
      const params = toDoorQuery({ status, name, id, since }, nowMs);
      params.set("limit", String(PAGE_SIZE));
      if (pageParam !== null) params.set("before", pageParam);
      return api.request<EventLog>(`${LOGS}?${params.toString()}`, { signal });
    },
    getNextPageParam: ({ data }) => (data.length === PAGE_SIZE ? data.at(-1)?.id : undefined),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data) ?? [], [data]);
  const loadOlder = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    rows,
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

export type Events = ReturnType<typeof useEvents>;

/** One record with its run; it never changes once it is written. */
export function useEvent(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["event", id],
    queryFn: async ({ signal }) => {
      const log = await api.request<EventLog<EventDetail>>(`${LOGS}/${encodeURIComponent(id)}`, {
        signal,
      });
      return log.data[0] ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
