import { useQueryClient, type InfiniteData } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { EntryPage } from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import { useZone } from "../../../../../_ui/time/zone.client.tsx";
import { entriesPath } from "./entry-query.ts";
import type { LogFilter } from "./log-address.ts";

export interface PageParam {
  before: string | null;
  /** Relative times mean the same moment on every page of one list. */
  now: number | null;
}

export type Page = EntryPage & { now: number };
type Pages = InfiniteData<Page, PageParam>;

export const NEWEST: PageParam = { before: null, now: null };

/** Reading of one page, and the stored pages of a filter with the ways to change them. */
export function useEntryPages(filter: LogFilter) {
  const api = useApi();
  const { timeZone } = useZone();
  const client = useQueryClient();
  const queryKey = useMemo(() => ["entries", filter], [filter]);

  const load = useCallback(
    async (param: PageParam, signal?: AbortSignal): Promise<Page> => {
      const now = param.now ?? Date.now() + api.clockOffsetMs();
      const window = { before: param.before, now: new Date(now), timeZone };
      const page = await api.request<EntryPage>(entriesPath(filter, window), { signal });
      return { ...page, now };
    },
    [api, filter, timeZone],
  );
  const replace = useCallback(
    (page: Page) => client.setQueryData<Pages>(queryKey, { pages: [page], pageParams: [NEWEST] }),
    [client, queryKey],
  );
  const changeFirst = useCallback(
    (change: (first: Page) => Partial<Page>) =>
      client.setQueryData<Pages>(queryKey, (old) => {
        const [first, ...older] = old?.pages ?? [];
        if (old === undefined || first === undefined) return old;
        return { ...old, pages: [{ ...first, ...change(first) }, ...older] };
      }),
    [client, queryKey],
  );
  const insert = useCallback(
    (page: EntryPage) =>
      changeFirst((first) => ({
        items: [...page.items, ...first.items],
        users: { ...first.users, ...page.users },
        readAt: page.readAt,
      })),
    [changeFirst],
  );
  const noteRead = useCallback((readAt: string) => changeFirst(() => ({ readAt })), [changeFirst]);
  return { queryKey, load, replace, insert, noteRead };
}
