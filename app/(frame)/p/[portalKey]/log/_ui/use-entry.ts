import { useQuery } from "@tanstack/react-query";
import type { EntryDetail, EntryView, UserView } from "../../../../../../lib/archive/shared.ts";
import { useApi, useSession } from "../../../../../_ui/session/session.client.tsx";
import type { Entries } from "./use-entries.ts";

export interface OpenEntry {
  entry: EntryView | null;
  users: Record<string, UserView>;
  portalOrigin: string;
  isLoading: boolean;
  error: Error | null;
  retry(): void;
}

/** An entry by its number from the archive; nothing is asked without one. */
export function useEntryDetail(id: string | null) {
  const api = useApi();
  return useQuery({
    queryKey: ["entry", id],
    queryFn: ({ signal }) =>
      api.request<EntryDetail>(`/api/v1/entries/${encodeURIComponent(id ?? "")}`, { signal }),
    enabled: id !== null,
    staleTime: 60_000,
  });
}

/** The entry of the panel: the row itself when it is loaded, else by its number from the server. */
export function useEntry(id: string, entries: Entries): OpenEntry {
  const { portal } = useSession();
  const row = entries.rows.find((entry) => entry.id === id) ?? null;
  const query = useEntryDetail(row === null ? id : null);
  const detail = query.data;
  return {
    entry: row ?? detail?.entry ?? null,
    users: row === null ? (detail?.users ?? {}) : entries.users,
    portalOrigin: detail?.portalOrigin ?? portal.origin,
    isLoading: row === null && query.isPending,
    error: row === null ? query.error : null,
    retry: () => void query.refetch(),
  };
}
