import { useQuery } from "@tanstack/react-query";
import type { FacetView } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { facetsPath } from "./entry-query.ts";
import type { LogFilter } from "./log-address.ts";

const AGAIN_MS = 10_000;

interface Asked {
  field: string;
  find: string;
  limit: number;
  isLive: boolean;
}

/** Values of one field of the query shown; each facet asks and fails by itself. */
export function useFacet(filter: LogFilter, { field, find, limit, isLive }: Asked) {
  const api = useApi();
  const { timeZone } = useZone();
  return useQuery({
    queryKey: ["facet", field, find, limit, filter.q, filter.from, filter.to, timeZone],
    queryFn: async ({ signal }) => {
      const path = facetsPath({ filter, timeZone }, { fields: [field], limit, find });
      const { facets } = await api.request<{ facets: FacetView[] }>(path, { signal });
      return facets[0] ?? null;
    },
    staleTime: AGAIN_MS,
    refetchInterval: isLive ? AGAIN_MS : false,
    placeholderData: (old) => old,
  });
}
