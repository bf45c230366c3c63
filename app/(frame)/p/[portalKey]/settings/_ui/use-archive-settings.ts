import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type {
  CheckView,
  CoverageView,
  EntryCount,
  KeepRules,
  MasksView,
  RetentionPreview,
  RetentionView,
} from "../../../../../../lib/archive/shared.ts";
import { useApi } from "../../../../../_ui/session/session.client.tsx";
import type { CheckSpan } from "./span-draft.ts";

const LOOK_MS = 5_000;
const RUNNING_MS = 1_000;

export function useArchive() {
  const api = useApi();
  const coverage = useQuery({
    queryKey: ["coverage"],
    queryFn: ({ signal }) => api.request<CoverageView>("/api/v1/coverage", { signal }),
    refetchInterval: LOOK_MS,
  });
  const count = useQuery({
    queryKey: ["total", "all"],
    queryFn: ({ signal }) => api.request<EntryCount>("/api/v1/entries/count", { signal }),
    refetchInterval: LOOK_MS,
  });
  return { coverage, count };
}

export interface NamedRetention extends RetentionView {
  changedByName: string | null;
}

const RETENTION = ["retention"];

export function useRetention() {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: RETENTION,
    queryFn: ({ signal }) => api.request<NamedRetention>("/api/v1/retention", { signal }),
    refetchInterval: ({ state }) => (state.data?.isResorting === true ? LOOK_MS : false),
  });
  const preview = useMutation({
    mutationFn: (rules: KeepRules) =>
      api.request<RetentionPreview>("/api/v1/retention", { method: "POST", body: rules }),
  });
  const save = useMutation({
    mutationFn: (body: { rules: KeepRules; confirmedCount: number }) =>
      api.request<NamedRetention>("/api/v1/retention", { method: "PUT", body }),
    onSuccess: (saved) => client.setQueryData(RETENTION, saved),
  });
  return { query, preview, save };
}

const MASKS = ["masks"];

export function useMasks() {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: MASKS,
    queryFn: ({ signal }) => api.request<MasksView>("/api/v1/masks", { signal }),
  });
  const save = useMutation({
    mutationFn: (rules: MasksView["rules"]) =>
      api.request<MasksView>("/api/v1/masks", { method: "PUT", body: { rules } }),
    onSuccess: (saved) => client.setQueryData(MASKS, saved),
  });
  return { query, save };
}

export interface Evidence {
  check: (CheckView & { startedByName: string | null }) | null;
  head: { seq: string; hash: string };
}

const EVIDENCE = ["evidence"];

export function useEvidence() {
  const api = useApi();
  const client = useQueryClient();
  const query = useQuery({
    queryKey: EVIDENCE,
    queryFn: ({ signal }) => api.request<Evidence>("/api/v1/verify", { signal }),
    refetchInterval: ({ state }) => (state.data?.check?.state === "running" ? RUNNING_MS : false),
  });
  const start = useMutation({
    mutationFn: (body: CheckSpan) =>
      api.request<Evidence>("/api/v1/verify", { method: "POST", body }),
    onSuccess: (started) => client.setQueryData(EVIDENCE, started),
  });
  return { query, start };
}
