import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { RunPage } from "../../../../../../lib/runs/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { isOpenRun, labelQuery, type RunLabel } from "./run-state.ts";

const PAGE_SIZE = 50;
const REFRESH_MS = 3_000;
const IDLE_REFRESH_MS = 20_000;

/** Runs, newest first; read again often while one of them is open, and now and then otherwise. */
export function useRuns(label: RunLabel | null) {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ["runs", label],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams({ limit: String(PAGE_SIZE), ...labelQuery(label) });
      if (pageParam !== null) params.set("cursor", pageParam);
      return api.request<RunPage>(`/api/v1/runs?${params}`, { signal });
    },
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => {
      const hasOpen = data?.pages.some((page) => page.items.some(isOpenRun)) ?? false;
      return hasOpen ? REFRESH_MS : IDLE_REFRESH_MS;
    },
  });
  const { data } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  return { query, rows };
}
