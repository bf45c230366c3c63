import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type {
  MadeToken,
  PersonView,
  ReaderView,
  TokenScope,
  TokenView,
} from "../../../../../../lib/access/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";

const TOKENS = ["tokens"];
const READERS = ["readers"];

export interface TokenDraft {
  name: string;
  scopes: TokenScope[];
  networks: string[];
  /** Null: it does not end by itself. */
  expiresAt: string | null;
}

export function useTokens() {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: TOKENS,
    queryFn: async ({ signal }) =>
      (await api.request<{ items: TokenView[] }>("/api/v1/tokens", { signal })).items,
  });
  const reload = () => client.invalidateQueries({ queryKey: TOKENS });
  const create = useMutation({
    mutationFn: (body: TokenDraft) =>
      api.request<MadeToken>("/api/v1/tokens", { method: "POST", body }),
    onSuccess: reload,
    // What was shown once is not kept.
    gcTime: 0,
  });
  const revoke = useMutation({
    mutationFn: (id: string) =>
      api.request<TokenView>(`/api/v1/tokens/${id}`, { method: "DELETE" }),
    onSettled: reload,
  });
  return { query, create, revoke };
}

interface ReaderList {
  items: ReaderView[];
}

export function useReaders() {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: READERS,
    queryFn: ({ signal }) => api.request<ReaderList>("/api/v1/readers", { signal }),
  });
  const change = useMutation({
    mutationFn: (body: { add: number } | { remove: number }) =>
      api.request<ReaderList>("/api/v1/readers", { method: "PUT", body }),
    onSuccess: (changed) => client.setQueryData(READERS, changed),
  });
  return { query, change };
}

/** People of the portal with this name; the portal is asked for each text once. */
export function usePeople(find: string) {
  const api = useApi();
  return useQuery({
    queryKey: ["people", find],
    queryFn: async ({ signal }) => {
      const path = `/api/v1/readers/people?find=${encodeURIComponent(find)}`;
      return (await api.request<{ items: PersonView[] }>(path, { signal })).items;
    },
    enabled: find !== "",
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
