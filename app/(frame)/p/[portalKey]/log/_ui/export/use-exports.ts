import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ExportPreview, ExportView } from "../../../../../../../lib/exports/shared.ts";
import { useApi } from "../../../../../../_ui/session/session.client.tsx";

const LIST = ["exports"];
const LOOK_MS = 1_000;

export function isActive({ state }: Pick<ExportView, "state">): boolean {
  return state === "waiting" || state === "running";
}

/** What the export would hold; counted anew when the question is another one. */
export function usePreview(body: Record<string, unknown>) {
  const api = useApi();
  return useQuery({
    queryKey: ["export-preview", JSON.stringify(body)],
    queryFn: ({ signal }) =>
      api.request<ExportPreview>("/api/v1/exports/preview", { method: "POST", body, signal }),
    staleTime: 10_000,
    retry: false,
  });
}

/** The person's files: looked at every second while one of them is being written. */
export function useExportList() {
  const api = useApi();
  return useQuery({
    queryKey: LIST,
    queryFn: async ({ signal }) =>
      (await api.request<{ items: ExportView[] }>("/api/v1/exports", { signal })).items,
    refetchInterval: ({ state }) => (state.data?.some(isActive) === true ? LOOK_MS : false),
  });
}

/** Creating, cancelling and deleting; the list follows. */
export function useExportActions() {
  const api = useApi();
  const client = useQueryClient();
  const onSettled = () => client.invalidateQueries({ queryKey: LIST });
  const create = useMutation({
    mutationFn: ({ body, key }: { body: Record<string, unknown>; key: string }) =>
      api.request<ExportView>("/api/v1/exports", {
        method: "POST",
        body,
        headers: { "Idempotency-Key": key },
      }),
    onSettled,
  });
  const cancel = useMutation({
    mutationFn: (id: string) => api.request(`/api/v1/exports/${id}/cancel`, { method: "POST" }),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.request(`/api/v1/exports/${id}`, { method: "DELETE" }),
    onSettled,
  });
  return { create, cancel, remove };
}
