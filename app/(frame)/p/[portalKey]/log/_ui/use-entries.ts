import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { EntryPage, EntryView, UserView } from "../../../../../../lib/archive/shared.ts";
import { joinPages, joinUsers } from "./entry-query.ts";
import type { LogFilter } from "./log-address.ts";
import { NEWEST, useEntryPages, type PageParam } from "./use-entry-pages.ts";

export interface Entries {
  rows: EntryView[];
  users: Record<string, UserView>;
  readAt: string | null;
  isLoading: boolean;
  /** Other rows are on their way; those of the state before are still shown. */
  isRefreshing: boolean;
  isLoadingOlder: boolean;
  hasOlder: boolean;
  error: Error | null;
  olderError: Error | null;
  loadOlder(): void;
  /** Reads the newest page again; the rows shown stay until it is there. */
  refresh(): void;
  insert(page: EntryPage): void;
  noteRead(readAt: string): void;
}

/** Entries of a filter, newest first, page by page towards the past. */
export function useEntries(filter: LogFilter): Entries {
  const { queryKey, load, replace, insert, noteRead } = useEntryPages(filter);
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: NEWEST,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    getNextPageParam: (last): PageParam | undefined =>
      last.nextBefore === null ? undefined : { before: last.nextBefore, now: last.now },
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (old) => old,
  });
  const { mutate: readAgain, ...again } = useMutation({
    mutationFn: () => load(NEWEST),
    onSuccess: replace,
  });
  const pages = query.data?.pages;
  const rows = useMemo(() => joinPages(pages ?? []), [pages]);
  const users = useMemo(() => joinUsers(pages ?? []), [pages]);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const loadOlder = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const refresh = useCallback(() => readAgain(), [readAgain]);
  return {
    rows,
    users,
    readAt: pages?.[0]?.readAt ?? null,
    isLoading: query.isPending && !again.isPending,
    isRefreshing: again.isPending || query.isPlaceholderData,
    isLoadingOlder: isFetchingNextPage,
    hasOlder: hasNextPage,
    error: again.error ?? (isFetchNextPageError ? null : query.error),
    olderError: isFetchNextPageError ? query.error : null,
    loadOlder,
    refresh,
    insert,
    noteRead,
  };
}
