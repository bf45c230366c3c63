import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation.js";
import { useEffect, useEffectEvent, useRef } from "react";
import type { SavedView, ViewContent } from "../../../../../../../lib/views/shared.ts";
import { useApi } from "../../../../../../_ui/session/session.client.tsx";
import type { LogAddressState } from "../use-log-address.ts";
import { addressOf, isUntouched } from "./view-content.ts";

const LIST = ["views"];
const NONE: SavedView[] = [];

export interface ViewDraft {
  name: string;
  content: ViewContent;
  isShared: boolean;
  isDefault: boolean;
}

/** The views a person may use, and what can be done with them. */
export function useViews() {
  const api = useApi();
  const client = useQueryClient();
  const list = useQuery({
    queryKey: LIST,
    queryFn: async ({ signal }) =>
      (await api.request<{ items: SavedView[] }>("/api/v1/views", { signal })).items,
    staleTime: 60_000,
  });
  const onSuccess = () => client.invalidateQueries({ queryKey: LIST });
  const create = useMutation({
    mutationFn: (body: ViewDraft) =>
      api.request<SavedView>("/api/v1/views", { method: "POST", body }),
    onSuccess,
  });
  const change = useMutation({
    mutationFn: ({ id, body }: { id: string; body: Partial<ViewDraft> }) =>
      api.request<SavedView>(`/api/v1/views/${id}`, { method: "PATCH", body }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.request(`/api/v1/views/${id}`, { method: "DELETE" }),
    onSuccess,
  });
  const reset = () => {
    for (const task of [create, change, remove]) task.reset();
  };
  const isKnown = list.data !== undefined;
  return { views: list.data ?? NONE, isKnown, create, change, remove, reset };
}

export type Views = ReturnType<typeof useViews>;

/** A person who comes without any wish begins with the view of his choice; asked once a page. */
export function useDefaultView({ address, change }: LogAddressState, views: Views): void {
  // What a short number leads to is known only later, but it is a wish as well.
  const isLinked = (useSearchParams().get("s") ?? "") !== "";
  const isAsked = useRef(isLinked || !isUntouched(address));
  const begin = useEffectEvent((view: SavedView) => {
    if (isUntouched(address)) change({ ...addressOf(view.content), saved: view.id }, true);
  });
  const chosen = views.views.find(({ isDefault }) => isDefault);
  useEffect(() => {
    if (!views.isKnown || isAsked.current) return;
    isAsked.current = true;
    if (chosen !== undefined) begin(chosen);
  }, [views.isKnown, chosen]);
}
