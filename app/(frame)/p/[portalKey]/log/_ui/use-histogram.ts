import { useQuery } from "@tanstack/react-query";
import type { Histogram } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { histogramPath } from "./entry-query.ts";
import type { LogFilter } from "./log-address.ts";
import { previousOf, toRange, type TimeView } from "./time-moves.ts";

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

/** The period before the one shown, asked for once its bars are there; a range open to the past has none. */
export function useBefore(
  filter: LogFilter,
  input: { shown: Histogram | undefined; bars: number; isEnabled: boolean },
) {
  const api = useApi();
  const { timeZone } = useZone();
  const { shown, bars, isEnabled } = input;
  const view = filter.from === null ? null : viewOf(shown);
  const before = view === null ? null : toRange(previousOf(view));
  return useQuery({
    queryKey: ["histogram-before", filter.q, before?.from, before?.to, timeZone, bars],
    queryFn: ({ signal }) => {
      const asked = { filter: { ...filter, ...before }, timeZone };
      return api.request<Histogram>(histogramPath(asked, { bars }), { signal });
    },
    enabled: isEnabled && bars > 0 && before !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function viewOf(shown: Histogram | undefined): TimeView | null {
  const from = shown?.bars[0]?.from;
  const to = shown?.bars.at(-1)?.to;
  return from === undefined || to === undefined
    ? null
    : { from: Date.parse(from), to: Date.parse(to) };
}
