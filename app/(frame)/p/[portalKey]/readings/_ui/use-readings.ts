import { useMemo } from "react";
import type { ReadingPage } from "../../../../../../lib/access/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useOlderPages } from "../../../../../_ui/table/use-older-pages.ts";
import { readingsQuery, type ReadingFilter } from "./readings-address.ts";

/** Readings that fit the filter, newest first, page by page. */
export function useReadings({ kind, person, token, since }: ReadingFilter) {
  const api = useApi();
  const { pages, ...list } = useOlderPages<ReadingPage>({
    queryKey: ["readings", kind, person, token, since],
    read: (page, signal) => {
      const params = readingsQuery({ kind, person, token, since }, new Date());
      for (const [name, value] of page) params.set(name, value);
      return api.request(`/api/v1/readings?${params.toString()}`, { signal });
    },
    next: ({ nextCursor }) => nextCursor ?? undefined,
  });
  const rows = useMemo(() => pages?.flatMap(({ items }) => items) ?? [], [pages]);
  return { ...list, rows, keptDays: pages?.[0]?.keptDays ?? null };
}

export type Readings = ReturnType<typeof useReadings>;
