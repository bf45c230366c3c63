import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { EventDetail, EventLog } from "../../../../../../lib/events/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useOlderPages } from "../../../../../_ui/table/use-older-pages.ts";
import { toDoorQuery, type EventFilter } from "./events-address.ts";

const LOGS = "/api/v1/events/logs";

/** Records that fit the filter, newest first, page by page. */
export function useEvents({ status, name, id, since }: EventFilter) {
  const api = useApi();
  const { pages, ...list } = useOlderPages<EventLog>({
    queryKey: ["events", status, name, id, since],
    read: (page, signal) => {
      const nowMs = Date.now() + api.clockOffsetMs();
      const params = toDoorQuery({ status, name, id, since }, nowMs);
      for (const [key, value] of page) params.set(key, value);
      return api.request(`${LOGS}?${params.toString()}`, { signal });
    },
    next: ({ data }, size) => (data.length === size ? data.at(-1)?.id : undefined),
  });
  const rows = useMemo(() => pages?.flatMap(({ data }) => data) ?? [], [pages]);
  return { ...list, rows };
}

export type Events = ReturnType<typeof useEvents>;

/** One record with its run; it never changes once it is written. */
export function useEvent(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["event", id],
    queryFn: async ({ signal }) => {
      const log = await api.request<EventLog<EventDetail>>(`${LOGS}/${encodeURIComponent(id)}`, {
        signal,
      });
      return log.data[0] ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}
