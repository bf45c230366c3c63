import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type {
  ConnectionView,
  DeliveryResult,
  NewConnection,
} from "../../../../../../../lib/steps/shared.ts";
import { useApi } from "../../../../../../_ui/session/session.client.tsx";

const CONNECTIONS = ["connections"];
const LOOK_MS = 15_000;

export interface ConnectionDraft {
  name: string;
  url: string;
}

export function useConnections() {
  const api = useApi();
  const client = useQueryClient();
  const reload = async () => client.invalidateQueries({ queryKey: CONNECTIONS });
  const pathOf = (id: string, more = "") => `/api/v1/connections/${encodeURIComponent(id)}${more}`;
  const query = useQuery({
    queryKey: CONNECTIONS,
    queryFn: ({ signal }) =>
      api.request<{ items: ConnectionView[] }>("/api/v1/connections", { signal }),
    refetchInterval: LOOK_MS,
  });
  const create = useMutation({
    mutationFn: (body: ConnectionDraft) =>
      api.request<NewConnection>("/api/v1/connections", { method: "POST", body }),
    onSuccess: reload,
  });
  const change = useMutation({
    mutationFn: ({ id, body }: { id: string; body: ConnectionDraft }) =>
      api.request<ConnectionView>(pathOf(id), { method: "PUT", body }),
    onSuccess: reload,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.request<null>(pathOf(id), { method: "DELETE" }),
    onSuccess: reload,
  });
  const rotate = useMutation({
    mutationFn: (id: string) =>
      api.request<NewConnection>(pathOf(id, "/rotate"), { method: "POST" }),
    onSuccess: reload,
  });
  const test = useMutation({
    mutationFn: (id: string) =>
      api.request<DeliveryResult>(pathOf(id, "/test"), { method: "POST" }),
    onSuccess: reload,
  });
  return { query, create, change, remove, rotate, test };
}

export type Connections = ReturnType<typeof useConnections>;
