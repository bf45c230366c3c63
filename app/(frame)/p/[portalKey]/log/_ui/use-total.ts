import { useQuery } from "@tanstack/react-query";
import type { EntryCount } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { countPath } from "./entry-query.ts";
import type { LogFilter } from "./log-address.ts";

const AGAIN_MS = 10_000;

/** How many entries meet the query; it always belongs to the query shown. */
export function useTotal(filter: LogFilter, input: { isEnabled: boolean; isMoving: boolean }) {
  const api = useApi();
  const { timeZone } = useZone();
  return useQuery({
    queryKey: ["total", filter.q, filter.from, filter.to, timeZone],
    queryFn: ({ signal }) => api.request<EntryCount>(countPath({ filter, timeZone }), { signal }),
    enabled: input.isEnabled,
    staleTime: AGAIN_MS,
    refetchInterval: input.isMoving ? AGAIN_MS : false,
  });
}
