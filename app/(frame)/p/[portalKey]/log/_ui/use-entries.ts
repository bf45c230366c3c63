import {
  useInfiniteQuery,
  useMutation,
  useQueryClient,
  type QueryKey,
} from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import type { EntryView, QueryView, UserView } from "../../../../../../lib/archive/shared.ts";
import { joinPages, joinUsers, NEWEST, type KeptPage, type PageParam } from "./entry-query.ts";
import type { LiveNews } from "./live-feed.ts";
import type { LogFilter } from "./log-address.ts";
import { useEntryPages } from "./use-entry-pages.ts";

export interface Entries {
  rows: EntryView[];
  users: Record<string, UserView>;
  /** What the server understood of the query; null before the first answer. */
  query: QueryView | null;
  /** Number of the newest entry stored when the first page was read. */
  lastSeq: string | null;
  isLoading: boolean;
  /** Other rows are on their way; those of the state before are still shown. */
  isRefreshing: boolean;
  isLoadingMore: boolean;
  /** Pages follow below the last row, and above the first one. */
  hasMore: boolean;
  hasBefore: boolean;
  /** The search was given up when time was over: everything up to this moment was looked at. */
  searchedTo: string | null;
  /** How long the server worked for the pages shown. */
  spentMs: number;
  error: Error | null;
  moreError: Error | null;
  loadMore(): void;
  loadBefore(): void;
  /** Has the portal's log read again and begins anew; the rows shown stay until then. */
  refresh(): void;
  /** Reads the same pages again: more of the archive is loaded now. */
  reload(): void;
  /** The reader did not want to wait any longer: what is shown is older, or nothing. */
  isCancelled: boolean;
  cancel(): void;
  insert(news: LiveNews): void;
  /** Another range begins with the rows of this one; false where there are none to begin with. */
  carryOver(next: LogFilter): boolean;
  /** Time of the newest row read so far, also of those that came in just now. */
  newestAt(): number | null;
  noteCoverage: ReturnType<typeof useEntryPages>["noteCoverage"];
}

interface Input {
  filter: LogFilter;
  /** Where the list begins, when not at its end. */
  around: string | null;
  isEnabled: boolean;
}

/** Entries of a filter, page by page in both directions. */
export function useEntries({ filter, around, isEnabled }: Input): Entries {
  const { queryKey, load, replace, insert, carryOver, newestAt, noteCoverage } = useEntryPages(
    filter,
    around,
  );
  const onward = filter.sort === "asc" ? "newer" : "older";
  const back = filter.sort === "asc" ? "older" : "newer";
  const query = useInfiniteQuery({
    queryKey,
    enabled: isEnabled,
    initialPageParam: { ...NEWEST, around },
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    getNextPageParam: (last) => resumedParam(last) ?? paramOf(last[onward]),
    getPreviousPageParam: (first) => paramOf(first[back]),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (old) => old,
  });
  const again = useReadAgain({ queryKey, load, replace });
  const pages = query.data?.pages;
  const rows = useMemo(() => joinPages(pages ?? [], filter.sort), [pages, filter.sort]);
  const users = useMemo(() => joinUsers(pages ?? []), [pages]);
  const { hasNextPage, hasPreviousPage, isFetching, isFetchNextPageError, refetch } = query;
  const { fetchNextPage, fetchPreviousPage } = query;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const loadBefore = useCallback(() => {
    if (hasPreviousPage && !isFetching) void fetchPreviousPage();
  }, [hasPreviousPage, isFetching, fetchPreviousPage]);
  const reload = useCallback(() => void refetch(), [refetch]);
  const isStopped = isEnabled && query.fetchStatus === "idle" && !again.isPending;
  const isCancelled =
    isStopped && query.error === null && (query.isPending || query.isPlaceholderData);
  const isMoreError = isFetchNextPageError || query.isFetchPreviousPageError;
  return {
    rows,
    users,
    query: pages?.[0]?.query ?? null,
    lastSeq: pages?.[0]?.lastSeq ?? null,
    isLoading: query.isPending && !again.isPending && !isCancelled,
    isRefreshing: again.isPending || (query.isPlaceholderData && !isCancelled),
    isLoadingMore: query.isFetchingNextPage,
    hasMore: hasNextPage,
    hasBefore: hasPreviousPage,
    searchedTo: pages?.at(-1)?.searchedTo ?? null,
    spentMs: pages?.reduce((sum, { tookMs }) => sum + tookMs, 0) ?? 0,
    error: again.error ?? (isMoreError ? null : query.error),
    moreError: isMoreError ? query.error : null,
    loadMore,
    loadBefore,
    refresh: again.read,
    reload,
    isCancelled,
    cancel: again.cancel,
    insert,
    carryOver,
    newestAt,
    noteCoverage,
  };
}

function paramOf(cursor: string | null): PageParam | undefined {
  return cursor === null ? undefined : { ...NEWEST, cursor };
}

function resumedParam({ resumeAt }: KeptPage): PageParam | undefined {
  return resumeAt === undefined ? undefined : { ...NEWEST, around: resumeAt };
}

interface ReadAgain {
  queryKey: QueryKey;
  load: ReturnType<typeof useEntryPages>["load"];
  replace: ReturnType<typeof useEntryPages>["replace"];
}

/** Reading from the portal anew, and giving up whatever is being read. */
function useReadAgain({ queryKey, load, replace }: ReadAgain) {
  const client = useQueryClient();
  const reading = useRef<AbortController | null>(null);
  const { mutate, reset, isPending, error } = useMutation({
    mutationFn: () => {
      reading.current = new AbortController();
      return load({ ...NEWEST, isFresh: true }, reading.current.signal);
    },
    onSuccess: replace,
  });
  const read = useCallback(() => mutate(), [mutate]);
  const cancel = useCallback(() => {
    reset();
    reading.current?.abort();
    void client.cancelQueries({ queryKey });
  }, [reset, client, queryKey]);
  return { read, cancel, isPending, error };
}
