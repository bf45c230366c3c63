import { useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { ArchivePage, CoverageView } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { asOnePage, entriesPath, NEWEST, type KeptPage, type PageParam } from "./entry-query.ts";
import type { LiveNews } from "./live-feed.ts";
import type { LogFilter } from "./log-address.ts";

export const COVERAGE_KEY = ["coverage"];

type Pages = InfiniteData<KeptPage, PageParam>;

/** Reading of one page, and the stored pages of a filter with the ways to change them. */
export function useEntryPages(filter: LogFilter, around: string | null) {
  const api = useApi();
  const { timeZone } = useZone();
  const client = useQueryClient();
  const queryKey = useMemo(() => ["entries", filter, timeZone, around], [filter, timeZone, around]);
  const noteCoverage = useCallback(
    (coverage: CoverageView) => client.setQueryData(COVERAGE_KEY, coverage),
    [client],
  );
  const load = useCallback(
    async (param: PageParam, signal?: AbortSignal): Promise<KeptPage> => {
      const read = (part: PageParam) =>
        api.request<ArchivePage>(entriesPath({ filter, timeZone }, part), { signal });
      const page = await readFrom(param, { read, sort: filter.sort });
      noteCoverage(page.coverage);
      return page;
    },
    [api, filter, timeZone, noteCoverage],
  );
  const replace = useCallback(
    (page: ArchivePage) => {
      const pages: Pages = { pages: [page], pageParams: [NEWEST] };
      client.setQueryData(queryKey, pages);
    },
    [client, queryKey],
  );
  const insert = useCallback(
    (news: LiveNews) => {
      client.setQueryData<Pages>(queryKey, (old) => {
        const [first, ...rest] = old?.pages ?? [];
        if (old === undefined || first === undefined) return old;
        const items = [...news.items, ...first.items];
        const users = { ...first.users, ...news.users };
        const page = { ...first, items, users, lastSeq: news.lastSeq };
        return { ...old, pages: [page, ...rest] };
      });
    },
    [client, queryKey],
  );
  const readPages = useCallback(
    () => client.getQueryData<Pages>(queryKey)?.pages ?? [],
    [client, queryKey],
  );
  const newestAt = useCallback(() => {
    const times = readPages().flatMap(({ items }) => items.map(({ at }) => Date.parse(at)));
    return times.reduce<number | null>((newest, at) => Math.max(newest ?? at, at), null);
  }, [readPages]);
  const carryOver = useCallback(
    (next: LogFilter) => {
      const page = asOnePage(readPages(), filter.sort);
      if (page === null) return false;
      const kept: Pages = { pages: [page], pageParams: [NEWEST] };
      client.setQueryData(["entries", next, timeZone, null], kept);
      return true;
    },
    [client, readPages, filter.sort, timeZone],
  );
  return { queryKey, load, replace, insert, carryOver, newestAt, noteCoverage };
}

interface Reading {
  read(param: PageParam): Promise<ArchivePage>;
  sort: LogFilter["sort"];
}

/** A page; all rows may lie on the other side of the moment that the list begins at. */
async function readFrom(param: PageParam, { read, sort }: Reading): Promise<ArchivePage> {
  const page = await read(param);
  const [onward, back] = sort === "asc" ? [page.newer, page.older] : [page.older, page.newer];
  const isTurned = param.around !== null && page.items.length === 0 && onward === null;
  return isTurned && back !== null ? read({ ...NEWEST, cursor: back }) : page;
}
