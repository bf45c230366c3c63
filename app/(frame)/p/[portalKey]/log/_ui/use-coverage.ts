import { useMutation, useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { CoverageView } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { COVERAGE_KEY } from "./use-entry-pages.ts";

const FILLING_MS = 3_000;
const QUIET_MS = 20_000;

export interface Coverage {
  view: CoverageView | null;
  /** Loads what the portal still has from before this moment. */
  load(before: string): void;
  isLoading: boolean;
  /** The portal gave nothing the last time it was asked. */
  isRefused: boolean;
}

/** What the archive holds; asked for often while it is filling. Pages of entries bring it along. */
export function useCoverage(isEnabled: boolean): Coverage {
  const api = useApi();
  const query = useQuery({
    queryKey: COVERAGE_KEY,
    queryFn: ({ signal }) => api.request<CoverageView>("/api/v1/coverage", { signal }),
    enabled: isEnabled,
    staleTime: FILLING_MS,
    refetchInterval: ({ state: { data } }) => (isAwaited(data) ? FILLING_MS : QUIET_MS),
  });
  const { refetch } = query;
  const loading = useMutation({
    mutationFn: (before: string) =>
      api.request<{ isLoaded: boolean }>("/api/v1/coverage", { method: "POST", body: { before } }),
    onSettled: () => refetch(),
  });
  const { mutate } = loading;
  const load = useCallback((before: string) => mutate(before), [mutate]);
  return {
    view: query.data ?? null,
    load,
    isLoading: loading.isPending,
    isRefused: loading.isError || loading.data?.isLoaded === false,
  };
}

export function isFilling(view: CoverageView | null | undefined): boolean {
  return view?.state === "new" || view?.state === "filling";
}

// With nothing to read yet, the reader waits for whoever mends what keeps the log away.
function isAwaited(view: CoverageView | undefined): boolean {
  return isFilling(view) || view?.loadedFrom === null;
}
