import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { EntryContext, EntryView, UserView } from "../../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../../_ui/time/zone.client.tsx";
import { joinPages, joinUsers } from "../entry-query.ts";
import type { ContextScope } from "../log-view.ts";

interface Asked {
  id: string;
  scope: ContextScope;
  q: string;
}

export interface Surroundings {
  anchor: EntryView | null;
  /** Newest first, the entry itself among them. */
  rows: EntryView[];
  users: Record<string, UserView>;
  hasRequest: boolean;
  hasNewer: boolean;
  hasOlder: boolean;
  isLoading: boolean;
  /** Other rows are on their way; those of the state before are still shown. */
  isRefreshing: boolean;
  loadingMore: "newer" | "older" | null;
  error: Error | null;
  loadNewer(): void;
  loadOlder(): void;
  retry(): void;
}

type Cursors = Partial<Record<"older" | "newer", string>>;

/** What stands around an entry, to both sides as far as the reader wants to go. */
export function useSurroundings({ id, scope, q }: Asked): Surroundings {
  const api = useApi();
  const { timeZone } = useZone();
  const query = useInfiniteQuery({
    queryKey: ["entry-context", id, scope, q, timeZone],
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({ scope, tz: timeZone, limit: "50", ...pageParam });
      if (q.trim() !== "") params.set("q", q);
      return api.request<EntryContext>(`/api/v1/entries/${id}/context?${params}`, { signal });
    },
    initialPageParam: {},
    getNextPageParam: ({ older }): Cursors | undefined =>
      older.cursor === null ? undefined : { older: older.cursor },
    getPreviousPageParam: ({ newer }): Cursors | undefined =>
      newer.cursor === null ? undefined : { newer: newer.cursor },
    placeholderData: (old) => old,
    staleTime: 60_000,
  });
  const pages = query.data?.pages;
  const rows = useMemo(() => rowsOf(pages ?? []), [pages]);
  const users = useMemo(() => joinUsers(pages ?? []), [pages]);
  const first = pages?.[0] ?? null;
  return {
    anchor: first?.anchor ?? null,
    rows,
    users,
    hasRequest: first?.hasRequest ?? false,
    hasNewer: query.hasPreviousPage,
    hasOlder: query.hasNextPage,
    isLoading: query.isPending,
    isRefreshing: query.isPlaceholderData,
    loadingMore: query.isFetchingPreviousPage ? "newer" : query.isFetchingNextPage ? "older" : null,
    error: query.error,
    loadNewer: () => void query.fetchPreviousPage(),
    loadOlder: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}

function rowsOf(pages: EntryContext[]): EntryView[] {
  const parts = pages.map(({ newer, anchor, older }) => ({
    items: [...newer.items, anchor, ...older.items],
  }));
  return joinPages(parts, "desc");
}
