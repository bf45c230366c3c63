import { useQuery } from "@tanstack/react-query";
import type { Histogram } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { histogramPath } from "./entry-query.ts";
import type { LogFilter } from "./log-address.ts";

const AGAIN_MS = 10_000;

/** Entries over time of the query shown; while they keep coming, counted anew at most every ten seconds. */
export function useHistogram(
  filter: LogFilter,
  input: { bars: number; isEnabled: boolean; isMoving: boolean },
) {
  const api = useApi();
  const { timeZone } = useZone();
  const { bars, isEnabled, isMoving } = input;
  return useQuery({
    queryKey: ["histogram", filter.q, filter.from, filter.to, timeZone, bars],
    queryFn: ({ signal }) =>
      api.request<Histogram>(histogramPath({ filter, timeZone }, { bars }), { signal }),
    enabled: isEnabled && bars > 0,
    staleTime: AGAIN_MS,
    refetchInterval: isMoving ? AGAIN_MS : false,
    placeholderData: (old) => old,
  });
}
