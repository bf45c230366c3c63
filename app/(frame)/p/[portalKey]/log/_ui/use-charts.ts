import { useQuery } from "@tanstack/react-query";
import type { FacetView, HeatMap } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { facetsPath, heatMapPath } from "./entry-query.ts";
import type { LogFilter } from "./log-address.ts";

const AGAIN_MS = 10_000;

/** The most frequent values of one field; each chart asks and fails by itself. */
export function useTop(filter: LogFilter, input: { field: string; isLive: boolean }) {
  const api = useApi();
  const { timeZone } = useZone();
  const { field, isLive } = input;
  return useQuery({
    queryKey: ["top", field, filter.q, filter.from, filter.to, timeZone],
    queryFn: async ({ signal }) => {
      const path = facetsPath({ filter, timeZone }, { fields: [field], limit: 10 });
      const { facets } = await api.request<{ facets: FacetView[] }>(path, { signal });
      return facets[0] ?? null;
    },
    staleTime: AGAIN_MS,
    refetchInterval: isLive ? AGAIN_MS : false,
    placeholderData: (old) => old,
  });
}

export function useHeatMap(filter: LogFilter, input: { isLive: boolean }) {
  const api = useApi();
  const { timeZone } = useZone();
  return useQuery({
    queryKey: ["heat", filter.q, filter.from, filter.to, timeZone],
    queryFn: ({ signal }) => api.request<HeatMap>(heatMapPath({ filter, timeZone }), { signal }),
    staleTime: AGAIN_MS,
    refetchInterval: input.isLive ? AGAIN_MS : false,
    placeholderData: (old) => old,
  });
}
