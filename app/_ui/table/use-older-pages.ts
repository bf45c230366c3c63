import { keepPreviousData, useInfiniteQuery, type QueryKey } from "@tanstack/react-query";
import { useCallback } from "react";

const PAGE_SIZE = 100;

interface OlderPagesInput<Page> {
  queryKey: QueryKey;
  /** Asks for one page: `params` hold its size and where it begins. */
  read(params: URLSearchParams, signal: AbortSignal): Promise<Page>;
  /** Where the next page begins; undefined behind the last one. */
  next(page: Page, size: number): string | undefined;
}

/** A list that is read page by page, newest first. */
export function useOlderPages<Page>({ queryKey, read, next }: OlderPagesInput<Page>) {
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({ limit: String(PAGE_SIZE) });
      if (pageParam !== null) params.set("before", pageParam);
      return read(params, signal);
    },
    getNextPageParam: (last) => next(last, PAGE_SIZE),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const { data, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const loadOlder = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    pages: data?.pages,
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

export type OlderPages = Omit<ReturnType<typeof useOlderPages>, "pages">;
