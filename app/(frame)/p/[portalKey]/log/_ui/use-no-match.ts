import { useQueries, useQuery } from "@tanstack/react-query";
import type { ArchivePage, EntryCount } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import type { Condition } from "./condition-counts.ts";
import { countPath, entriesPath, NEWEST } from "./entry-query.ts";
import type { LogFilter } from "./log-address.ts";

const STALE_MS = 10_000;

/** How many entries there would be without each condition, and where the nearest match outside of the range is. */
export function useNoMatch(filter: LogFilter, conditions: Condition[]) {
  const api = useApi();
  const { timeZone } = useZone();
  const count = (of: LogFilter) => ({
    queryKey: ["total", of.q, of.from, of.to, timeZone],
    queryFn: ({ signal }: { signal: AbortSignal }) =>
      api.request<EntryCount>(countPath({ filter: of, timeZone }), { signal }),
    staleTime: STALE_MS,
  });
  const counts = useQueries({
    queries: conditions.map(({ rest }) => count({ ...filter, q: rest })),
  });
  const anyTime: LogFilter = { ...filter, from: null, to: null, sort: "desc" };
  const isNarrowed = filter.from !== null || filter.to !== null;
  const elsewhere = useQuery({
    queryKey: ["elsewhere", filter.q, timeZone],
    queryFn: async ({ signal }) => {
      const path = entriesPath({ filter: anyTime, timeZone }, NEWEST);
      const page = await api.request<ArchivePage>(path, { signal });
      return page.items[0]?.at ?? null;
    },
    enabled: isNarrowed,
    staleTime: STALE_MS,
  });
  const total = useQuery({ ...count(anyTime), enabled: isNarrowed });
  return { counts, elsewhere: elsewhere.data ?? null, total: total.data ?? null };
}
